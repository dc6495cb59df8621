export { useReelFeed, type UseReelFeed } from './use-reel-feed.js';
export { useReelViewTracker } from './use-reel-view-tracker.js';
