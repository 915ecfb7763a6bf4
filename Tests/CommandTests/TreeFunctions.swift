/// Functions for scripts over trees of files.
///
/// `plant DIR N` makes N pairs of copies; `look DIR` tells everything of a tree that a person could
/// miss; `fill DIR` leaves no byte free; `act ACTION` scans `t` and plans.
let treeFunctions = """
    plant() {
        mkdir -p $1/a $1/b
        i=0; while [ $i -lt $2 ]; do i=$((i+1)); printf 'content %s' $i > $1/a/$i; done
        cp $1/a/* $1/b; chmod 640 $1/b/*
        touch -d '2001-02-03 04:05:06' $1/b/*; touch -d '2002-02-02' $1/a $1/b $1
    }
    look() {
        (cd $1 && find . -printf '%p %y %m %U:%G %s %T@ %l\\n' | sort && find . -type f | sort | xargs sha256sum)
    }
    contents() { find $1 -type f -print0 | xargs -0r sha256sum | cut -d' ' -f1 | sort -u; }
    fill() { dd if=/dev/zero of=$1/fill bs=1k 2>/dev/null; }
    act() { "$TIEOUT" files scan t -q && "$TIEOUT" files plan --action $1 --any-attributes -q; }
    ask() { sqlite3 files.sqlite "$1"; }
    """
