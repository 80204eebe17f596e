// Prints what a library of npm finds in an audio file: node read.js LIBRARY FILE
import { readFileSync } from "node:fs";

const TEXT_TRACK_ID = 2;

async function musicMetadata(path) {
  const { parseFile } = await import("music-metadata");
  const { common, format } = await parseFile(path, { includeChapters: true });
  const chapters = format.chapters ?? [];
  return {
    starts: chapters.map((chapter) => chapter.start / (chapter.timeScale ?? 1)),
    titles: chapters.map((chapter) => chapter.title),
    tags: common,
    language: common.language,
  };
}

async function mp4box(path) {
  const { createFile, MP4BoxBuffer } = await import("mp4box");
  const bytes = readFileSync(path);
  const file = createFile();
  let info;
  file.onReady = (found) => (info = found);
  file.onError = (module, message) => {
    throw new Error(message);
  };
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(new Uint8Array(bytes).buffer, 0));
  file.flush();
  const samples = file.getTrackSamplesInfo(TEXT_TRACK_ID);
  const audio = file.moov.traks[0].mdia.minf.stbl.stsd.entries[0];
  const decoder = audio.esds.esd.descs[0];
  return {
    starts: samples.map((sample) => sample.cts / sample.timescale),
    titles: samples.map(({ offset }) => {
      const size = bytes.readUInt16BE(offset);
      return bytes.toString("utf8", offset + 2, offset + 2 + size);
    }),
    tags: { maxBitrate: decoder.maxBitrate, avgBitrate: decoder.avgBitrate },
    language: info.audioTracks[0].language,
  };
}

const libraries = { "music-metadata": musicMetadata, mp4box };
const [library, path] = process.argv.slice(2);
console.log(JSON.stringify(await libraries[library](path)));
