import type { Report } from '../../core/report.ts';

export const htmlReport = (report: Report): string => report.verdict.because;
