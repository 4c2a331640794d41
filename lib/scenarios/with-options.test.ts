import { expect, test } from 'vitest';
import { withOptions } from './with-options.ts';

test('an option is changed, the others stay, and what is named alone gets its first', () => {
  const named = {
    rabbitmq: { queue: 'mirrored', policy: { haMode: 'all', haSyncMode: 'automatic' } },
  };
  expect(withOptions(named, { policy: { haSyncMode: 'manual' } })).toEqual({
    rabbitmq: { queue: 'mirrored', policy: { haMode: 'all', haSyncMode: 'manual' } },
  });
  expect(withOptions('galera', { arbitrators: 0 })).toEqual({ galera: { arbitrators: 0 } });
  expect(withOptions('galera', {})).toBe('galera');
});
