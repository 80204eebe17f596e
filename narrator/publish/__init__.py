"""What accompanies the audio: captions, chapters, a page, an e-book, a feed."""
