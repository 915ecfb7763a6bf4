/// What pages about results add to the style of all pages: charts, tables, bars.
enum ReportStyle {
    static let css = """

        main { max-width: 78rem; }
        main > * { min-width: 0; }
        .name-of { flex: 1; min-width: 0; }
        .state {
          font-size: .8rem; padding: .2rem .7rem; border-radius: 1rem; white-space: nowrap;
          background: var(--deep-soft); color: var(--deep);
        }
        .figures {
          padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
          gap: 1px; background: var(--rule); overflow: hidden;
        }
        .figures div { background: var(--sheet); padding: 1.1rem 1.25rem; }
        .big { font-size: 1.7rem; font-weight: 600; letter-spacing: -.02em; line-height: 1.3; }
        section > h2 { font-size: .95rem; font-weight: 600; color: var(--ink); margin-bottom: .15rem; }
        section > .quiet { margin-bottom: .7rem; max-width: 62rem; }
        .charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
        .charts > section { min-width: 0; display: flex; flex-direction: column; }
        :root {
          --s0: #0f766e; --s1: #b45309; --s2: #4f46e5; --s3: #be185d; --s4: #4d7c0f; --s5: #0369a1;
          --s6: #7e22ce; --s7: #57534e; --soft: #d9d4c9;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --s0: #4fd1c0; --s1: #f0b25a; --s2: #a5b4fc; --s3: #f9a8d4; --s4: #a3d65c; --s5: #7dd3fc;
            --s6: #d8b4fe; --s7: #b8b2a8; --soft: #3b3f45;
          }
        }
        .s0 { --line: var(--s0); } .s1 { --line: var(--s1); } .s2 { --line: var(--s2); }
        .s3 { --line: var(--s3); } .s4 { --line: var(--s4); } .s5 { --line: var(--s5); }
        .s6 { --line: var(--s6); } .s7 { --line: var(--s7); }
        .plot { display: block; width: 100%; max-width: 40rem; margin: auto; font-size: 11.5px; }
        .plot text { fill: var(--quiet); }
        .plot text.name { fill: var(--ink); paint-order: stroke; stroke: var(--sheet); stroke-width: 3px; }
        .plot .grid { stroke: var(--rule); fill: none; stroke-width: 1; }
        .plot .line { stroke: var(--line); fill: none; stroke-width: 2; stroke-linejoin: round; }
        .plot .line.dashed { stroke-dasharray: 5 4; }
        .plot .dot { fill: var(--line); stroke: var(--sheet); stroke-width: 1.5; }
        .plot .dot.dashed { fill: var(--sheet); stroke: var(--line); stroke-width: 2.5; }
        .plot .limit { stroke: var(--ink); fill: none; stroke-width: 1.2; stroke-dasharray: 4 3; }
        .p0, .for { fill: var(--s0); } .p1 { fill: var(--s1); } .p2 { fill: var(--soft); }
        .bar .stage { fill: var(--line); }
        .against { fill: var(--s1); } .ground { fill: var(--deep-soft); }
        .bar { display: block; width: 100%; min-width: 5rem; height: .75rem; }
        .bar .zero { stroke: var(--quiet); stroke-width: 1; vector-effect: non-scaling-stroke; fill: none; }
        .key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .87rem; }
        .key + svg, .plot + .key { margin-top: .5rem; }
        .swatch {
          display: inline-block; width: .85rem; height: .85rem; border-radius: .22rem; margin-right: .45rem;
          vertical-align: -.1rem; background: var(--line);
        }
        .swatch.dashed { background: none; border: 3px solid var(--line); }
        .swatch.match { background: var(--s0); } .swatch.review { background: var(--s1); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; font-weight: 400; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--quiet); font-weight: 500; font-size: .8rem; border-bottom: 1px solid var(--rule); }
        tbody tr + tr > * { border-top: 1px solid var(--rule); }
        tbody tr.first > * { border-top: 1px solid var(--quiet); }
        .plain tbody tr + tr > * { border-top: 0; padding-top: .1rem; }
        .number { text-align: right; white-space: nowrap; }
        th.stay { white-space: nowrap; font-weight: 500; }
        .best { font-weight: 700; color: var(--deep); }
        .right { color: var(--deep); } .wrong { color: var(--warm); }
        .value { overflow-wrap: anywhere; min-width: 9rem; }
        .how { min-width: 15rem; color: var(--quiet); }
        .grow { width: 34%; min-width: 7rem; vertical-align: middle; }
        .grow.small { width: 9%; min-width: 4rem; }
        .levels tbody tr.same > * { border-top: 0; padding-top: .1rem; }
        .levels td, .levels th { padding-bottom: .15rem; }
        .matrix td, .matrix th { text-align: center; padding: .5rem; border: 2px solid var(--sheet) !important; }
        .matrix tbody th { text-align: right; white-space: nowrap; }
        .matrix td { border-radius: .4rem; background: color-mix(in oklab, var(--deep) calc(var(--share) * 42%), var(--ground)); }
        .matrix td small { display: block; color: var(--quiet); white-space: nowrap; }
        .matrix td.self { background: none; }
        details { margin-top: .6rem; }
        details summary { cursor: pointer; padding: .3rem 0; }
        details summary .quiet { margin-left: .5rem; }
        details h3 { font-size: .87rem; font-weight: 600; margin: .6rem 0 .2rem; }
        .falls { display: grid; gap: 1.2rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
        .falls table { font-size: .84rem; }
        .falls h3 { font-size: .9rem; font-weight: 600; overflow-wrap: anywhere; }
        .falls th, .falls td { padding-top: .15rem; padding-bottom: .15rem; }
        .warnings { border-color: var(--warm); }
        .warnings ul { padding-left: 1.1rem; overflow-wrap: anywhere; }
        @media print { section { break-inside: avoid; } details { display: none; } }

        """
}
