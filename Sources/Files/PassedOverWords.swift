/// What a reason for leaving entries out is called before people.
///
/// - Parameter reason: as it stands in the database and in JSON.
public func passedOverWords(_ reason: String) -> String {
    switch reason {
    case "git": ".git folders"
    case "trash": "trash folders"
    case "own": "Tieout's own"
    case "hidden": "hidden"
    case "name": "left out by name"
    case "size": "left out by size"
    case "age": "left out by age"
    case "otherFileSystem": "other file systems"
    case "pseudoFileSystem": "kernel file systems"
    case "repeated": "met before"
    case "special": "special files"
    default: reason
    }
}
