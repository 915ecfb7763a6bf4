import FileRecords

/// What the extension of a name says of a file; nothing where it is not known.
public func kindByExtension(_ fileExtension: FileExtension) -> FileKind {
    kinds[fileExtension.word] ?? .unknown
}

/// The kind of each file of a table by its name; `unknown` for what is no regular file.
///
/// - Complexity: one look-up a file.
public func kindsByExtension(_ table: FileTable) -> [FileKind] {
    table.names.withUnsafeBytes { names in
        table.files.map { file in
            guard file.facts.type == .regular else { return .unknown }
            let name = names[file.nameStart..<file.nameStart + Int(file.nameLength)]
            return kindByExtension(FileExtension(name: UnsafeRawBufferPointer(rebasing: name)))
        }
    }
}

/// Extensions by kind. Those with two meanings stand under the one that is more often met.
private let extensions: [(FileKind, String)] = [
    (
        .image,
        "jpg jpeg jpe jfif png gif bmp tif tiff webp heic heif avif jxl jp2 svg svgz ico psd xcf raw cr2 cr3 "
            + "nef arw dng orf rw2 raf srw pef eps ai indd tga ppm pgm pbm pnm xpm xbm exr hdr dds icns cur"
    ),
    (
        .video,
        "mp4 m4v mkv avi mov wmv flv webm mpg mpeg mpe m2ts mts vob ogv 3gp 3g2 asf rm rmvb divx f4v mxf "
            + "braw r3d"
    ),
    (
        .audio,
        "mp3 flac wav m4a aac ogg oga opus wma aif aiff aifc ape alac mid midi amr au mka wv dsf dff cue m3u "
            + "m3u8 xspf"
    ),
    (
        .document,
        "pdf doc docx docm dot dotx odt ott rtf xls xlsx xlsm xlsb xlt ods ots ppt pptx pptm pps ppsx odp otp "
            + "odg epub mobi azw azw3 djvu ps xps pages numbers key tex bib vsd vsdx one wpd fb2 chm"
    ),
    (.text, "txt text md markdown rst log nfo adoc asciidoc org readme diff patch srt vtt sub ass po pot"),
    (
        .code,
        "c h cc cpp cxx hh hpp hxx m mm swift rs go py pyi pyx js mjs cjs jsx tsx java kt kts scala cs fs vb "
            + "rb php pl pm lua r jl sh bash zsh fish ps1 bat cmd awk sed sql html htm xhtml css scss sass less "
            + "vue svelte asm s f f90 f95 for pas dart ex exs erl hrl hs ml mli clj cljs lisp el scm tcl v vhd "
            + "vhdl cmake mk gradle groovy ipynb proto thrift graphql wasm map"
    ),
    (
        .archive,
        "zip tar gz tgz bz2 tbz tbz2 xz txz zst tzst 7z rar lz lzma lzo lz4 z cab arj ar cpio deb rpm apk jar "
            + "war ear whl gem crate egg nupkg xpi crx br pack snap flatpak"
    ),
    (.program, "exe dll so dylib o obj a lib ko sys msi app bin elf com pyc pyo class pdb node rlib rmeta"),
    (
        .data,
        "csv tsv json jsonl ndjson geojson xml yaml yml toml ini cfg conf config plist env db db3 "
            + "sqlite sqlite3 mdb accdb dbf parquet avro orc arrow feather hdf hdf5 h5 nc mat npy npz pkl rds "
            + "rdata sav dta dat idx wal xsd xsl dtd kml gpx shp shx ics vcf lock desktop service ts"
    ),
    (.font, "ttf otf ttc woff woff2 eot pfb pfm afm bdf pcf fon"),
    (.mail, "eml emlx msg mbox pst ost"),
    (.disk, "iso img vmdk vdi vhd vhdx qcow qcow2 dmg toast nrg mdf ova ovf wim vmem"),
]

private let kinds: [UInt64: FileKind] = {
    var kinds: [UInt64: FileKind] = [:]
    for (kind, names) in extensions {
        for name in names.split(separator: " ") {
            let word = FileExtension(String(name)).word
            precondition(word != 0, "an extension of more than eight letters")
            // The first meaning counts.
            if kinds[word] == nil { kinds[word] = kind }
        }
    }
    return kinds
}()
