// Imported before anything else, while the heap is still small.
import { shortPauses } from '../engine/punctuality.ts';

shortPauses();
