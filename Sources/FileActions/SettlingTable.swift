import FileRecords

/// What one round of settling does.
enum SettlingMove: Equatable {
    /// All is as before the step.
    case finished
    /// It cannot become so without harm to what others have put there.
    case refused(SkipReason)
    /// The same, with what we made ourselves at `aside` taken away first.
    case dropAndRefuse(SkipReason)
    /// Removes the name at `aside` or `side`: of a replacement, or a second one of the file.
    case dropAside, dropSide
    /// Moves what lies at `aside` or `side` to the place.
    case bringBack, bringBackSide
    /// Puts what lies at `aside` to the place, and what takes its place there to `aside`.
    case swapBack
}

/// The table of settling: what three names lead to, and what to do about it. Pure, so that every row can be
/// tried; each move brings the names nearer to where they were, and none takes the last name of a file that
/// is not ours to remove.
///
/// - Parameters:
///   - place: what the name of the plan leads to.
///   - aside: what lies in the quarantine.
///   - side: what lies there under its second name.
///   - isUndo: undoing much later is more careful than rolling back at once: what has happened since in the
///     quarantine, or to the copy that stays, is not ours.
func settlingMove(place: Occupant, aside: Occupant, side: Occupant, isUndo: Bool) -> SettlingMove {
    // What was caught at the second name goes first.
    switch side {
    case .victim where place.isVictim || aside.isVictim: return .dropSide
    case .victim, .other: if place == .nothing { return .bringBackSide }
    case .nothing, .replacement: break
    }
    switch (place, aside) {
    case (.victim(let isChanged), .nothing):
        if side == .replacement(isLastName: false) { return .dropSide }
        return isChanged && isUndo ? .refused(.gone) : .finished
    // Two names of one inode: a move without the flag of `renameat2` was cut in two.
    case (.victim, .victim): return .dropAside
    case (.victim, .replacement(let isLastName)): return isLastName ? .finished : .dropAside
    case (.victim, .other): return .finished

    case (.nothing, .victim(let isChanged)): return isChanged && isUndo ? .refused(.changedAside) : .bringBack
    case (.nothing, .other): return isUndo ? .refused(.changedAside) : .bringBack
    case (.nothing, .replacement): return .dropAndRefuse(.vanished)

    case (.replacement(let isLastName), .victim(let isChanged)):
        if isUndo && isChanged { return .refused(.changedAside) }
        return isUndo && isLastName ? .refused(.lastName) : .swapBack
    case (.replacement, .other): return isUndo ? .refused(.changedAside) : .swapBack

    case (.other, .replacement): return .dropAndRefuse(.changed)
    case (.other, .victim), (.other, .other): return .refused(.nameTaken)

    case (.nothing, .nothing), (.replacement, .nothing), (.other, .nothing), (.replacement, .replacement):
        return .refused(.gone)
    }
}
