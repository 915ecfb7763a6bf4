import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The stretch of a flowing source that is in memory: one thread fills blocks at its end, readers copy
/// from anywhere in it and release its beginning.
///
/// ```
///   released ─► │ block │ block │ block │ ◄─ filled        demanded ─►
/// ```
/// The filling thread stays at most `lead` blocks ahead of what readers have asked for. They ask for the
/// chunks they work on, and for as much more as a record is long: so much memory it takes, whatever the
/// length of the source.
final class BlockRing: @unchecked Sendable {
    // All but the bytes of blocks is touched only with the lock held. The bytes of a block before
    // `filled` are never written again while a reader may still ask for them.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var blocks: [UnsafeMutableRawPointer] = []
    private var spare: [UnsafeMutableRawPointer] = []
    /// Number of the first block in `blocks`.
    private var firstBlock = 0
    private var filled: UInt64 = 0
    private var demanded: UInt64 = 0
    private var outcome: Result<Void, any Error>?
    private var abandoned = false
    private var hashes: [UInt64] = []

    private static let blockBytes = Fingerprint.blockBytes
    private static let lead = 8

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        for block in blocks + spare { block.deallocate() }
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    private func locked<R>(_ body: () throws -> R) rethrows -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body()
    }

    // MARK: The filling thread

    /// Fills blocks until the feed ends, fails, or nobody reads any more.
    func fill(from feed: any ByteFeed) {
        do {
            while let room = nextRoom() {
                let got = try feed.read(into: room)
                if got == 0 {
                    end(.success(()))
                    return
                }
                advance(got)
            }
        } catch { end(.failure(error)) }
    }

    /// Where the next bytes go, as soon as somebody may want them; nil where nobody ever will.
    private func nextRoom() -> UnsafeMutableRawBufferPointer? {
        locked {
            let lead = UInt64(Self.lead * Self.blockBytes)
            while filled >= lead && filled - lead >= demanded && !abandoned {
                pthread_cond_wait(changed, lock)
            }
            guard !abandoned else { return nil }
            let block = Int(filled / UInt64(Self.blockBytes)) - firstBlock
            if block == blocks.count {
                blocks.append(spare.popLast() ?? .allocate(byteCount: Self.blockBytes, alignment: 64))
            }
            let start = Int(filled % UInt64(Self.blockBytes))
            return UnsafeMutableRawBufferPointer(
                start: blocks[block] + start, count: Self.blockBytes - start)
        }
    }

    private func advance(_ count: Int) {
        let place = filled + UInt64(count)
        var hash: UInt64?
        // Only this thread changes `filled`, and a block in the making is never released.
        if place % UInt64(Self.blockBytes) == 0 { hash = lastBlockHash(Self.blockBytes) }
        locked {
            if let hash { hashes.append(hash) }
            filled = place
            pthread_cond_broadcast(changed)
        }
    }

    private func end(_ how: Result<Void, any Error>) {
        let rest = Int(filled % UInt64(Self.blockBytes))
        let hash = rest > 0 ? lastBlockHash(rest) : nil
        locked {
            if let hash { hashes.append(hash) }
            outcome = how
            pthread_cond_broadcast(changed)
        }
    }

    private func lastBlockHash(_ count: Int) -> UInt64? {
        let block = locked { blocks.last }
        return block.map { Fingerprint.hash(UnsafeRawBufferPointer(start: $0, count: count)) }
    }

    // MARK: Readers

    /// See `ByteStore.reach`.
    func reach(_ end: UInt64) throws -> UInt64 {
        try locked {
            if end > demanded {
                demanded = end
                pthread_cond_broadcast(changed)
            }
            while filled < end && outcome == nil { pthread_cond_wait(changed, lock) }
            if filled >= end { return end }
            if case .failure(let error) = outcome { throw error }
            return filled
        }
    }

    /// See `ByteStore.read`.
    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) {
        var done = 0
        while done < target.count {
            let place = offset + UInt64(done)
            let start = Int(place % UInt64(Self.blockBytes))
            let block = locked {
                precondition(place < filled, "bytes that were not reached")
                return blocks[Int(place / UInt64(Self.blockBytes)) - firstBlock]
            }
            let count = min(target.count - done, Self.blockBytes - start)
            UnsafeMutableRawBufferPointer(rebasing: target[done..<done + count]).copyMemory(
                from: UnsafeRawBufferPointer(start: block + start, count: count))
            done += count
        }
    }

    /// See `ByteStore.release`.
    func release(before offset: UInt64) {
        locked {
            let keep = Int(min(offset, filled) / UInt64(Self.blockBytes))
            while firstBlock < keep, !blocks.isEmpty {
                spare.append(blocks.removeFirst())
                firstBlock += 1
            }
            while spare.count > Self.lead { spare.removeLast().deallocate() }
        }
    }

    /// Lets the filling thread go: nobody reads any more.
    func abandon() {
        locked {
            abandoned = true
            pthread_cond_broadcast(changed)
        }
    }

    /// Nothing was released yet.
    var isWhole: Bool { locked { firstBlock == 0 } }

    /// The fingerprint, once the end is reached.
    var fingerprint: String? {
        locked {
            guard case .success = outcome else { return nil }
            return Fingerprint.text(hashes, byteCount: filled)
        }
    }
}
