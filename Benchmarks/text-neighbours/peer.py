"""The ten nearest lines with scikit-learn and sparse_dot_topn; seconds and pairs as `search-texts` gives them."""

import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

left_path, right_path, limit, minimum, threads, out = sys.argv[1:]


def lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")


left, right = lines(left_path), lines(right_path)
start = time.perf_counter()
# The texts are in lower case already; both sides are counted once, together.
vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), lowercase=False, dtype=np.float32)
vectors = vectoriser.fit_transform(left + right)
queries, index = vectors[: len(left)], vectors[len(left) :].T.tocsr()
vectorised = time.perf_counter()
found = sp_matmul_topn(
    queries, index, top_n=int(limit), threshold=float(minimum), sort=True, n_threads=int(threads))
end = time.perf_counter()
print(json.dumps({"vectorise": vectorised - start, "search": end - vectorised, "seconds": end - start}))

pairs = np.empty(found.nnz, dtype=[("left", "<u4"), ("right", "<u4"), ("cosine", "<f4")])
pairs["left"] = np.repeat(np.arange(len(left)), np.diff(found.indptr))
pairs["right"] = found.indices
pairs["cosine"] = found.data
pairs.tofile(out)
