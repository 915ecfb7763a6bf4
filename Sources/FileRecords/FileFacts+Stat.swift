import CLinux

extension FileFacts {
    /// What `statx` said.
    @inlinable public init(_ facts: tieout_facts) {
        self.init(
            device: facts.device, inode: facts.inode, size: facts.size, allocated: facts.allocated,
            modified: facts.modified, changed: facts.changed, mode: facts.mode, links: facts.links,
            owner: facts.owner, group: facts.group)
    }
}
