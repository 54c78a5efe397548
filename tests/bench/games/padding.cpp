// 20 MB that the image carries along, as engines and their debug information do.
asm(".pushsection .bench_padding, \"a\"\n"
    ".fill 20 * 1024 * 1024, 1, 0x5a\n"
    ".popsection\n");
