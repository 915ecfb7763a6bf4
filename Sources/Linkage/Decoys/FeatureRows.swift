/// Rows of numbers, one a pair: what a linear model weighs. The last number of each row is 1, for the constant.
public struct FeatureRows: Sendable {
    /// Numbers in a row, the constant counted.
    public let width: Int
    /// All rows, one behind the other.
    public private(set) var values: [Double] = []

    /// No rows, yet.
    ///
    /// - Parameter features: numbers in a row, without the constant.
    public init(features: Int) { width = features + 1 }

    /// Rows.
    public var count: Int { values.count / width }

    /// Adds a row.
    ///
    /// - Precondition: there is a number for each feature.
    public mutating func append(_ features: some Collection<Double>) {
        precondition(features.count == width - 1, "a row has a number for each feature")
        values.append(contentsOf: features)
        values.append(1)
    }

    /// The sum of the products of a row with coefficients.
    func product(_ row: Int, _ coefficients: [Double]) -> Double {
        var sum = 0.0
        for place in 0..<width { sum += values[row * width + place] * coefficients[place] }
        return sum
    }
}
