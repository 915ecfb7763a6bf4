/// Sorts without allocating, as the library's sort does not from some length on.
///
/// - Complexity: O(n log n); equal elements in any order.
func sortInPlace<Element: Comparable & BitwiseCopyable>(_ list: UnsafeMutableBufferPointer<Element>) {
    if list.count <= 16 { insertionSort(list) } else { heapSort(list) }
}

/// The words of a name are few.
private func insertionSort<Element: Comparable & BitwiseCopyable>(
    _ list: UnsafeMutableBufferPointer<Element>
) {
    for end in list.indices.dropFirst() {
        let element = list[end]
        var place = end
        while place > 0, element < list[place - 1] {
            list[place] = list[place - 1]
            place -= 1
        }
        list[place] = element
    }
}

private func heapSort<Element: Comparable & BitwiseCopyable>(_ list: UnsafeMutableBufferPointer<Element>) {
    func siftDown(_ start: Int, _ end: Int) {
        var root = start
        while 2 * root + 1 < end {
            var child = 2 * root + 1
            if child + 1 < end, list[child] < list[child + 1] { child += 1 }
            if list[root] >= list[child] { return }
            list.swapAt(root, child)
            root = child
        }
    }
    for root in stride(from: list.count / 2 - 1, through: 0, by: -1) { siftDown(root, list.count) }
    for end in stride(from: list.count - 1, to: 0, by: -1) {
        list.swapAt(0, end)
        siftDown(0, end)
    }
}
