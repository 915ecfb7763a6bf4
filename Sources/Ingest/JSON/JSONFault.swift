import CKernels

/// What is wrong with a line of JSON, for a person.
///
/// - Parameters:
///   - status: the kernel's.
///   - byte: place of the fault in the line, from 1.
func jsonFault(_ status: Int32, byte: Int, maxRecordBytes: Int) -> String {
    let place = "at byte \(byte) of the line"
    return switch Int(status) {
    case TIEOUT_JSON_NOT_OBJECT: "is no JSON object"
    case TIEOUT_JSON_KEY: "a key in quotes is missing \(place)"
    case TIEOUT_JSON_COLON: "a colon is missing behind the key \(place)"
    case TIEOUT_JSON_VALUE: "there is no JSON value \(place)"
    case TIEOUT_JSON_NUMBER: "there is no JSON number \(place)"
    case TIEOUT_JSON_STRING: "a string holds a control character \(place)"
    case TIEOUT_JSON_ESCAPE: "a backslash means nothing \(place)"
    case TIEOUT_JSON_SURROGATE: "half a surrogate pair stands \(place)"
    case TIEOUT_JSON_COMMA: "a comma or the end of the object is missing \(place)"
    case TIEOUT_JSON_TRAILING: "something stands behind the object \(place)"
    case TIEOUT_JSON_UTF8: "is not valid UTF-8 \(place)"
    case TIEOUT_JSON_DEEP: "is nested deeper than \(TIEOUT_JSON_DEPTH) levels"
    case TIEOUT_JSON_CUT: "the line ends inside the object"
    case TIEOUT_JSON_LONG: "is longer than \(maxRecordBytes) bytes"
    default: preconditionFailure("no fault")
    }
}
