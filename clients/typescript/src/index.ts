export { ReelsClient, type NewReel } from './client.js';
export { ApiError, NetworkError, ReelsError, TimeoutError } from './errors.js';
export { ReelFeed, type FeedName, type FeedOptions, type FeedPart, type FeedState, type TimeWindow } from './feed.js';
export type { CallOptions, HttpOptions, TokenSource } from './http.js';
export { MemoryStore, type KeyValueStore } from './storage.js';
export { ReelViewTracker, type PageEvents, type Player, type TrackedReel, type TrackerOptions } from './tracker.js';
export type * from './types.js';
export { ResumableUpload, UploadPaused, type UploadOptions } from './upload.js';
