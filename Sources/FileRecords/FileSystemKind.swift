import CLinux

/// What kind of file system something lies on, as far as reading and acting depend on it.
public enum FileSystemKind {
    /// On a device of this machine, or nothing else is known.
    case local
    /// On a device of this machine, and files may share their blocks (reflinks).
    case sharing
    /// At the other end of a network.
    case network
    /// Made of other file systems, whose files can also be met there: FUSE, overlays.
    case layered
    /// Made up by the kernel: no files of anybody's.
    case pseudo

    /// By the number that `statfs(2)` gives as the type; the names are those of `linux/magic.h`.
    public init(magic: UInt32) {
        switch magic {
        case 0x9fa0, 0x6265_6572, 0x1cd1,  // proc, sysfs, devpts
            0x0027_e0eb, 0x6367_7270, 0x0765_5821,  // cgroup, cgroup2, resctrl
            0x6462_6720, 0x7472_6163,  // debugfs, tracefs
            0x7363_6673, 0xf97c_ff8c, 0x4341_5d53, 0x5a3c_69f0,  // securityfs, selinux, smack, apparmor
            0x6165_676c, 0xde5e_81e4,  // pstore, efivarfs
            0xcafe_4a11, 0x6265_6570,  // bpf, configfs
            0x4249_4e4d, 0x6573_5543,  // binfmt_misc, fusectl
            0x0187, 0x1980_0202, 0x6e73_6673,  // autofs, mqueue, nsfs
            0x9584_58f6, 0x6759_6969, 0x6c6f_6f70, 0xabba_1974:  // hugetlbfs, rpc_pipefs, binder, xenfs
            self = .pseudo
        case 0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42,  // nfs, smb, cifs, smb2
            0x0102_1997, 0x00c3_6400, 0x5346_414f, 0x6b41_4653,  // 9p, ceph, afs, afs
            0x7375_7245, 0x0bd0_0bd0:  // coda, lustre
            self = .network
        case 0x6573_5546, 0x794c_7630, 0xf15f: self = .layered  // fuse, overlayfs, ecryptfs
        case 0x9123_683e, 0x5846_5342, 0xca45_1a4e, 0x7461_636f:  // btrfs, xfs, bcachefs, ocfs2
            self = .sharing
        default: self = .local
        }
    }

    /// Whether files that lie elsewhere can be met there under another identity.
    public var mayShowOthers: Bool { self == .network || self == .layered }

    /// Of what a descriptor is open on; local where that cannot be told.
    public init(descriptor: Int32) {
        var type: UInt32 = 0
        self = tieout_file_system(descriptor, &type) == 0 ? FileSystemKind(magic: type) : .local
    }
}
