/** What an engine's kernel must offer for a fault, beyond running containers. */
export type Capability =
  | 'network-rules'
  | 'link-quality'
  | 'disks'
  | 'faulty-disks'
  | 'skewable-clock';

export const capabilities: Readonly<
  Record<Capability, { readonly needs: string; readonly cure: string }>
> = {
  'network-rules': {
    needs: 'nftables with netdev hooks (ingress and egress)',
    cure: 'A kernel from 5.16 on with CONFIG_NF_TABLES_NETDEV and CONFIG_NETFILTER_EGRESS.',
  },
  'link-quality': {
    needs: 'sch_netem, or TUN devices and netdev forwarding',
    cure: 'modprobe sch_netem (Debian and Ubuntu: in the package linux-modules-extra), or CONFIG_TUN and CONFIG_NFT_FWD_NETDEV.',
  },
  disks: {
    needs: 'loop devices, XFS with reflink and ext4 in containers of an engine that runs as root',
    cure: 'modprobe -a loop xfs ext4, on an engine that is not rootless.',
  },
  'faulty-disks': { needs: 'disks, and FUSE', cure: 'modprobe fuse.' },
  'skewable-clock': {
    needs: 'libfaketime in the image of the machine',
    cure: 'Build the images anew: blackstart prepare.',
  },
};
