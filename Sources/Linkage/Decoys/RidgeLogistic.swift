/// Logistic regression held near given coefficients: the maximum of the weighted likelihood of soft labels times
/// a normal density around `centre`, by Newton's method (iteratively reweighted least squares).
struct RidgeLogistic {
    /// Coefficients to stay near, and how firmly: one over the variance of each.
    let centre: [Double]
    let precision: [Double]

    /// Improves coefficients.
    ///
    /// - Parameters:
    ///   - labels: of each row the probability that it is 1.
    ///   - weights: what each row counts.
    ///   - steps: Newton steps at most; none moves a coefficient by more than 3.
    /// - Complexity: O(rows · width²) a step.
    func fit(
        _ rows: FeatureRows, labels: [Double], weights: [Double], from start: [Double], steps: Int
    ) -> [Double] {
        precondition(labels.count == rows.count && weights.count == rows.count)
        precondition(centre.count == rows.width && precision.count == rows.width && start.count == rows.width)
        var coefficients = start
        for _ in 0..<steps {
            var (gradient, curvature) = slope(rows, labels, weights, coefficients)
            solve(&curvature, &gradient, width: rows.width)
            let largest = gradient.reduce(0) { max($0, abs($1)) }
            guard largest.isFinite else { break }
            let share = min(1, 3 / max(largest, 1e-300))
            for place in 0..<rows.width { coefficients[place] += share * gradient[place] }
            if largest < 1e-4 { break }
        }
        return coefficients
    }

    /// First and negative second derivative of the logarithm of what is maximised.
    private func slope(
        _ rows: FeatureRows, _ labels: [Double], _ weights: [Double], _ coefficients: [Double]
    ) -> (gradient: [Double], curvature: [Double]) {
        let width = rows.width
        var gradient = [Double](repeating: 0, count: width)
        var curvature = [Double](repeating: 0, count: width * width)
        for row in 0..<rows.count {
            let expected = logistic(rows.product(row, coefficients))
            let error = weights[row] * (labels[row] - expected)
            let spread = weights[row] * expected * (1 - expected)
            for place in 0..<width {
                let value = rows.values[row * width + place]
                gradient[place] += error * value
                for other in 0...place {
                    curvature[place * width + other] += spread * value * rows.values[row * width + other]
                }
            }
        }
        for place in 0..<width {
            gradient[place] -= precision[place] * (coefficients[place] - centre[place])
            curvature[place * width + place] += precision[place]
            for other in 0..<place { curvature[other * width + place] = curvature[place * width + other] }
        }
        return (gradient, curvature)
    }
}

/// 1 / (1 + e^−x), for any x.
@inline(__always)
public func logistic(_ x: Double) -> Double {
    1 / (1 + exp2Of(-min(max(x, -35), 35) * bitsPerNat))
}

/// Solves a symmetric, positive definite system by Cholesky's method; `vector` becomes the solution.
func solve(_ matrix: inout [Double], _ vector: inout [Double], width: Int) {
    for row in 0..<width {
        for column in 0...row {
            var sum = matrix[row * width + column]
            for place in 0..<column { sum -= matrix[row * width + place] * matrix[column * width + place] }
            matrix[row * width + column] =
                row == column ? max(sum, 1e-12).squareRoot() : sum / matrix[column * width + column]
        }
    }
    for row in 0..<width {
        for place in 0..<row { vector[row] -= matrix[row * width + place] * vector[place] }
        vector[row] /= matrix[row * width + row]
    }
    for row in (0..<width).reversed() {
        for place in row + 1..<width { vector[row] -= matrix[place * width + row] * vector[place] }
        vector[row] /= matrix[row * width + row]
    }
}
