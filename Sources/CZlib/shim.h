#include <zlib.h>

/// inflateInit2 for gzip data; a macro in zlib.h, which Swift does not see.
static inline int tieout_inflate_begin(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
