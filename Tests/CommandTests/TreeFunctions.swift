/// Functions for scripts over trees of files.
///
/// `plant DIR N` makes N pairs of copies; `look DIR` tells everything of a tree that a person could
/// miss; `fill DIR` leaves no byte free; `act ACTION` scans `t` and plans.
let treeFunctions = """
    plant() {
        mkdir -p $1/a $1/b
        i=0; while [ $i -lt $2 ]; do
            i=$((i+1)); printf 'content %s' $i > $1/a/$i; cp $1/a/$i $1/b/$i; chmod 640 $1/b/$i
            touch -d '2001-02-03 04:05:06' $1/b/$i
        done
        touch -d '2002-02-02' $1/a $1/b $1
    }
    look() {
        (cd $1 && find . -printf '%p %y %m %U:%G %s %T@ %l\\n' | sort && find . -type f | sort | xargs sha256sum)
    }
    contents() { find $1 -type f -exec sh -c 'cat "$1"; echo' _ {} \\; | sort -u; }
    fill() { dd if=/dev/zero of=$1/fill bs=1k 2>/dev/null; }
    act() { "$TIEOUT" files scan t -q && "$TIEOUT" files plan --action $1 --any-attributes -q; }
    ask() { sqlite3 files.sqlite "$1"; }
    """
