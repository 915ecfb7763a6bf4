/// What a field holds. The kind decides the canonical form of its values and how they are compared.
///
/// Canonical forms (an empty canonical value is a null: it agrees with nothing):
///
/// | kind | canonical bytes |
/// |---|---|
/// | `name`, `text`, `address` | NFKC, lower case, accents removed, punctuation to spaces, single spaces |
/// | `organisation` | as `text`, without trailing legal forms (ltd, inc, gmbh …) |
/// | `category` | as `text` |
/// | `quantities` | as `text`, but the marks of numbers stay: `1.5 l`, `12in`, `3/4` |
/// | `code` | as `text`, then only letters and digits, no spaces |
/// | `email` | trimmed, lower case |
/// | `phone` | digits only, without the international or trunk prefix |
/// | `date` | 8 ASCII digits `YYYYMMDD`; `00` for an absent month or day; what is not a date is null |
/// | `number`, `money`, `latitude`, `longitude` | 8 bytes, little-endian IEEE 754 double, never −0 or NaN |
public enum FieldKind: String, Codable, CaseIterable, Sendable {
    case name, text, address, organisation, category, quantities, code, email, phone, date
    case number, money, latitude, longitude

    /// Canonical values are 8-byte doubles.
    @inlinable
    public var isNumeric: Bool {
        switch self {
        case .number, .money, .latitude, .longitude: true
        default: false
        }
    }

    /// Canonical values are words separated by single spaces.
    @inlinable
    public var isWords: Bool {
        switch self {
        case .name, .text, .address, .organisation, .category, .quantities: true
        default: false
        }
    }
}
