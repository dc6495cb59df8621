package com.aoin.reels.media;

/** Takes what a child process prints, line by line; throwing ends the process. */
interface LineSink {
    LineSink NONE = _ -> {};

    void accept(String line) throws MediaException;
}
