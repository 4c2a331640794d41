/** A kind of configuration file: whose it is, how one knows it, and what in it is not the operator's. */
export interface FileKind {
  readonly system: string;
  /** Its path within its system's folder, where it lies in one. */
  readonly inFolder: RegExp;
  /** Its name where it lies in no system's folder: nobody else's file is called so. */
  readonly alone: RegExp;
  /** What stands in files of this kind, and in those of no other. */
  readonly telltale: RegExp;
  /**
   * Settings that are the harness's, as `key` and `value`: addresses, names, ports, places. A file may
   * hold them as the scenario's own files have them, and not otherwise.
   */
  readonly owned: readonly RegExp[];
  /** Lines without which a file of this name can't work in a run, with what they are for. */
  readonly required?: readonly Required[];
}

export interface Required {
  readonly line: RegExp;
  /** As one writes it. */
  readonly text: string;
  readonly why: string;
}

/** `key = value`. */
const assigned = (...keys: readonly string[]): RegExp =>
  new RegExp(`^[ \\t]*(?<key>${keys.join('|')})[ \\t]*=[ \\t]*(?<value>[^#\\n]*)`, 'gim');

/** `key value`. */
const directive = (...keys: readonly string[]): RegExp =>
  new RegExp(`^[ \\t]*(?<key>${keys.join('|')})[ \\t]+(?<value>[^#;\\n]*)`, 'gim');

const galera: FileKind = {
  system: 'galera',
  inFolder: /^[^/]+\.cnf$/,
  alone: /^[^/]+\.cnf$/,
  telltale: /^\s*(\[(mysqld|mariadbd?|galera)\b|(loose[-_])?(innodb|wsrep)[-_])/m,
  owned: [
    assigned(
      'bind[-_]address',
      'port',
      'socket',
      'datadir',
      'log[-_]error',
      'wsrep[-_]node[-_](?:name|address|incoming[-_]address)',
      'wsrep[-_]cluster[-_]address',
    ),
    /\b(?<key>gmcast\.listen_addr|ist\.recv_addr|ist\.recv_bind|base_host|base_port|base_dir)\s*=\s*(?<value>[^;"\n]*)/g,
  ],
};

const rabbitmq: FileKind = {
  system: 'rabbitmq',
  inFolder: /^[^/]+\.conf$/,
  alone: /^rabbitmq([-_.][^/]*)?\.conf$/,
  telltale:
    /^\s*(cluster_partition_handling|net_ticktime|listeners\.|vm_memory_high_watermark|disk_free_limit|cluster_formation\.|queue_master_locator|collect_statistics_interval)\b/m,
  owned: [
    assigned(
      'listeners\\.[a-z]+(?:\\.\\w+)?',
      'management\\.(?:tcp|listener)\\.(?:ip|port)',
      'cluster_formation\\.(?:peer_discovery_backend|classic_config\\.nodes\\.\\w+)',
      'cluster_name',
      'default_(?:user|pass|vhost)',
      'log\\.(?:console|file|dir)',
    ),
  ],
};

const redis: FileKind = {
  system: 'redis',
  inFolder: /^(redis(-[^/]+)?\.conf|before-start)$/,
  alone: /^redis(-[^/]+)?\.conf$/,
  telltale: /^\s*(appendonly|appendfsync|min-(replicas|slaves)-|repl-|maxmemory)/m,
  owned: [
    directive(
      'bind',
      'port',
      'dir',
      'include',
      'replicaof',
      'slaveof',
      '(?:replica|slave)-announce-\\w+',
      'daemonize',
      'logfile',
      'requirepass',
      'masterauth',
    ),
  ],
};

const sentinel: FileKind = {
  system: 'redis',
  inFolder: /^sentinel(-[^/]+)?\.conf$/,
  alone: /^sentinel(-[^/]+)?\.conf$/,
  telltale: /^\s*sentinel\s+[a-z]/m,
  owned: [
    directive(
      'bind',
      'port',
      'dir',
      'daemonize',
      'logfile',
      'requirepass',
      'sentinel (?:announce-\\w+|myid|known-\\w+|auth-\\w+|config-epoch|leader-epoch)',
    ),
  ],
};

const haproxy: FileKind = {
  system: 'edge',
  inFolder: /^haproxy\.cfg$/,
  alone: /^haproxy\.cfg$/,
  telltale: /^\s*(frontend|backend|listen|defaults)\b/m,
  owned: [
    /^[ \t]*(?<key>bind)[ \t]+(?<value>\S+)/gm,
    /^[ \t]*(?<key>server)[ \t]+(?<value>\S+[ \t]+\S+)/gm,
  ],
  required: [
    {
      line: /^\s*bind\s+\*:8404\b/m,
      text: 'bind *:8404',
      why: 'keepalived and the harness ask HAProxy there',
    },
  ],
};

const keepalived: FileKind = {
  system: 'edge',
  inFolder: /^keepalived\.conf$/,
  alone: /^keepalived\.conf$/,
  telltale: /^\s*vrrp_(instance|script)\b/m,
  owned: [
    directive('unicast_src_ip', 'interface'),
    /^[ \t]*(?<key>unicast_peer|virtual_ipaddress)\s*\{(?<value>(?:\$\{\w+\}|[^{}])*)\}/gm,
  ],
  required: [
    {
      line: /^\s*include\s+\/run\/keepalived\/machine\.conf/m,
      text: 'include /run/keepalived/machine.conf',
      why: 'the harness writes there what differs from machine to machine',
    },
    {
      line: /^\s*notify\s+"?\/usr\/local\/bin\/edge-state\b/m,
      text: 'notify "/usr/local/bin/edge-state"',
      why: 'the harness learns by it who claims to be master',
    },
  ],
};

const nginx: FileKind = {
  system: 'edge',
  inFolder: /^nginx\.conf$/,
  alone: /^nginx\.conf$/,
  telltale: /^\s*(http|events)\s*\{/m,
  owned: [directive('listen', 'pid')],
};

const ceph: FileKind = {
  system: 'ceph',
  inFolder: /^ceph\.conf$/,
  alone: /^ceph\.conf$/,
  telltale: /^\s*(osd|mon|mgr|rbd|ms)[_ -]\w[\w -]*=/m,
  owned: [
    assigned(
      'fsid',
      'mon[_ -]host',
      'mon[_ -]initial[_ -]members',
      '(?:public|cluster)[_ -](?:addr|network|bind[_ -]addr)',
      'keyring',
      'log[_ -]file',
      'ms[_ -]bind[_ -](?:port[_ -](?:min|max)|msgr1|msgr2)',
    ),
  ],
};

const memcached: FileKind = {
  system: 'memcached',
  inFolder: /^memcached(-[^/]+)?\.conf$/,
  alone: /^memcached(-[^/]+)?\.conf$/,
  telltale: /^-[a-zA-Z]\b/m,
  owned: [directive('-l', '-p', '-U', '-s', '-u'), /^[ \t]*(?<key>-d)(?<value>)[ \t]*$/gm],
};

const keystone: FileKind = {
  system: 'keystone',
  inFolder: /^keystone\.conf(\.d\/[^/]+\.conf)?$/,
  alone: /^keystone\.conf(\.d\/[^/]+\.conf)?$/,
  telltale: /^\s*\[(DEFAULT|database|cache|token|identity|oslo_\w+)\]/m,
  owned: [assigned('connection', 'memcache_servers', 'key_repository', 'log_file', 'log_dir')],
};

const uwsgi: FileKind = {
  system: 'keystone',
  inFolder: /^uwsgi\.ini$/,
  alone: /^uwsgi\.ini$/,
  telltale: /^\s*\[uwsgi\]/m,
  owned: [assigned('http-socket', 'http', 'socket', 'uid', 'gid', 'chdir')],
};

/** Every kind of file that a gate knows. */
export const fileKinds: readonly FileKind[] = [
  ...[galera, redis, sentinel, haproxy, keepalived, nginx, ceph, memcached, keystone, uwsgi],
  // Last: whatever *.conf lies in its folder is read by RabbitMQ.
  rabbitmq,
];

/** The systems whose files a gate knows. */
export const knownSystems: readonly string[] = [
  ...new Set(fileKinds.map(({ system }) => system)),
].toSorted();
