/** What stands in a secret's place. */
export const MASK = '***';

/** Ends of names of settings whose value is nobody else's business. */
const NAMES =
  'password|passwd|passphrase|[_-]pass|(?:user|root|admin)pass|requirepass|masterauth|secret|cookie|token|credential|sst_auth|api[_-]?key|private[_-]?key|access[_-]?key|keyring';

/** `db_password`, `requirepass`: the whole name. */
const SECRET_NAME = new RegExp(`(?:${NAMES})$`, 'i');

interface Pattern {
  /** What it finds, in words for people. */
  readonly what: string;
  /** The first group stays, the last one does; what is between is the secret. */
  readonly find: RegExp;
}

const patterns: readonly Pattern[] = [
  {
    what: 'a private key',
    find: /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  },
  { what: 'an account in an address', find: /(:\/\/)[^/@\s"'\\]+(@)/g },
  { what: 'an authorization', find: /(\b(?:bearer|basic)\s+)[\w.+/=~-]{8,}()/gi },
  { what: 'a token', find: /(\b)(?:gAAAA[\w-]{20,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)=*()/g },
  { what: 'a cephx key', find: /(\b)AQ[\w+/]{36,}={0,2}()/g },
  { what: 'a password', find: /(\bidentified\s+by\s+(?:password\s+)?["'])[^"']+(["'])/gi },
  { what: 'a password', find: /(\bsentinel\s+auth-pass\s+\S+\s+)\S+()/gi },
  {
    what: 'a password',
    find: /(^\s*(?:[^\s:]+: )?(?:requirepass|masterauth|auth_pass|user_pass)\s+)(?![=:])\S+()/gim,
  },
  {
    what: 'a password',
    find: new RegExp(
      String.raw`((?:\b[\w.-]*(?:${NAMES})|(?<![\w.-])pass)[ \t]*["']?[ \t]*[=:][ \t]*["']?)(?![{[]|\*\*\*)[^\s"',;<>&\\]+()`,
      'gi',
    ),
  },
];

/** Text without its secrets, and what was found of them. */
export interface Masked {
  readonly text: string;
  readonly found: readonly string[];
}

/**
 * Masks what looks like a secret: passwords and tokens by the name of their setting, keys by their form. What
 * neither a name nor a form gives away, nobody can find; `known` are secrets that were found elsewhere.
 */
export function withoutSecrets(text: string, known: readonly string[] = []): Masked {
  const found: string[] = [];
  let left = text;
  for (const { what, find } of patterns) {
    left = left.replace(find, (...[, before, after]: readonly string[]) => {
      found.push(what);
      return `${before}${MASK}${after}`;
    });
  }
  for (const secret of known) {
    const parts = left.split(secret);
    found.push(...parts.slice(1).map(() => 'a secret of the configuration'));
    left = parts.join(MASK);
  }
  return { text: left, found };
}

/** A value of JSON without its secrets: those that their key names, and those in texts. */
export function valueWithoutSecrets<T>(
  value: T,
  known: readonly string[] = [],
): { readonly value: T; readonly found: readonly string[] } {
  const found: string[] = [];
  const walk = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') {
      if (SECRET_NAME.test(key) && one !== '' && one !== MASK) {
        found.push('a password');
        return MASK;
      }
      const masked = withoutSecrets(one, known);
      found.push(...masked.found);
      return masked.text;
    }
    if (Array.isArray(one)) return one.map((item) => walk(item, key));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [name, walk(inner, name)]),
    );
  };
  return { value: walk(value, '') as T, found };
}

/**
 * The secrets of a text themselves, to be found elsewhere. An ordinary word is none of them: where a
 * password is the name of a product, that stays readable everywhere else.
 */
export function secretsIn(text: string): readonly string[] {
  const { find } = patterns.at(-1) ?? { find: /(?!)/g };
  const values = [...text.matchAll(find)].map(([whole, before = '']) => whole.slice(before.length));
  return [...new Set(values.filter((value) => value.length >= 8 && !/^[a-z]+$/i.test(value)))];
}
