import { type CallOptions, Http, type HttpOptions } from './http.js';
import type {
  AnswerOf,
  BodyOf,
  CatalogImport,
  OperationId,
  QueryOf,
  Reel,
  Session,
  SharedReel,
  UserStats,
  ViewReport,
  ViewedReel,
} from './types.js';

/** A video to upload in one request. */
export interface NewReel {
  video: Blob;
  /** With the extension that says what the video is. */
  fileName: string;
  productId: number;
  description: string;
  /** Makes the upload safe to repeat: the first one's reel is answered again. */
  idempotencyKey?: string;
}

/** Every member of each reel, since no `fields` were named. */
type Whole<Answer, Data> = Answer extends { data: Data } ? Answer : never;
type Page<Id extends OperationId> = Whole<AnswerOf<Id>, Reel[]>;
type Options<Id extends OperationId> = Omit<QueryOf<Id>, 'fields'>;

const INDEX_CHECK_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * The whole API, one method for each operation of openapi.yaml, under the same name. Methods throw `ApiError`,
 * `NetworkError` or `TimeoutError`, or the reason of the signal that ended them. What only reads is repeated twice
 * when the way to the service fails; of the rest, only what cannot count twice is.
 */
export class ReelsClient {
  readonly http: Http;

  constructor(options: HttpOptions = {}) {
    this.http = new Http(options);
  }

  // Reels

  /** Reads a reel. Pass `track_view: false` where a tracker reports the views, or each would count twice. */
  getReel(reelId: number, query: Options<'getReel'> = {}, options?: CallOptions): Promise<Whole<AnswerOf<'getReel'>, Reel>> {
    return this.http.json(`/api/reels/${reelId}`, { query, ...options });
  }

  uploadReel(reel: NewReel, options?: CallOptions): Promise<AnswerOf<'uploadReel'>> {
    const form = new FormData();
    form.append('product_id', String(reel.productId));
    form.append('description', reel.description);
    form.append('video', reel.video, reel.fileName);
    const key = reel.idempotencyKey;
    return this.http.json('/api/reels', {
      method: 'POST',
      body: form,
      timeoutMs: UPLOAD_TIMEOUT_MS,
      ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key }, repeatable: true }),
      ...options,
    });
  }

  updateReel(reelId: number, body: BodyOf<'updateReel'>, options?: CallOptions): Promise<AnswerOf<'updateReel'>> {
    return this.http.json(`/api/reels/${reelId}`, { method: 'PUT', json: body, ...options });
  }

  deleteReel(reelId: number, options?: CallOptions): Promise<AnswerOf<'deleteReel'>> {
    return this.http.json(`/api/reels/${reelId}`, { method: 'DELETE', ...options });
  }

  listPublicReels(query: Options<'listPublicReels'> = {}, options?: CallOptions): Promise<Page<'listPublicReels'>> {
    return this.http.json('/api/reels/public', { query, ...options });
  }

  listMerchantReels(
    merchantId: number,
    query: Options<'listMerchantReels'> = {},
    options?: CallOptions,
  ): Promise<Page<'listMerchantReels'>> {
    return this.http.json(`/api/reels/merchant/${merchantId}`, { query, ...options });
  }

  listMyReels(query: Options<'listMyReels'> = {}, options?: CallOptions): Promise<Page<'listMyReels'>> {
    return this.http.json('/api/reels/merchant/my', { query, ...options });
  }

  searchReels(query: Options<'searchReels'>, options?: CallOptions): Promise<Page<'searchReels'>> {
    return this.http.json('/api/reels/search', { query, ...options });
  }

  listAvailableProducts(options?: CallOptions): Promise<AnswerOf<'listAvailableProducts'>> {
    return this.http.json('/api/reels/products/available', { ...options });
  }

  /** Deletes up to 50 reels of one's own; each succeeds or fails by itself. */
  deleteReels(reelIds: number[], options?: CallOptions): Promise<AnswerOf<'deleteReels'>> {
    return this.http.json('/api/reels/batch/delete', { method: 'POST', json: { reel_ids: reelIds }, ...options });
  }

  getMyAnalytics(query: QueryOf<'getMyAnalytics'> = {}, options?: CallOptions): Promise<AnswerOf<'getMyAnalytics'>> {
    return this.http.json('/api/reels/merchant/my/analytics', { query, ...options });
  }

  // Feeds

  listTrendingReels(query: Options<'listTrendingReels'> = {}, options?: CallOptions): Promise<Page<'listTrendingReels'>> {
    return this.http.json('/api/reels/feed/trending', { query, ...options });
  }

  listRecommendedReels(
    query: Options<'listRecommendedReels'> = {},
    options?: CallOptions,
  ): Promise<Page<'listRecommendedReels'>> {
    return this.http.json('/api/reels/feed/recommended', { query, ...options });
  }

  listFollowedReels(query: Options<'listFollowedReels'> = {}, options?: CallOptions): Promise<Page<'listFollowedReels'>> {
    return this.http.json('/api/reels/feed/following', { query, ...options });
  }

  // Interactions

  likeReel(reelId: number, options?: CallOptions): Promise<AnswerOf<'likeReel'>> {
    return this.http.json(`/api/reels/${reelId}/like`, { method: 'POST', ...options });
  }

  unlikeReel(reelId: number, options?: CallOptions): Promise<AnswerOf<'unlikeReel'>> {
    return this.http.json(`/api/reels/${reelId}/unlike`, { method: 'POST', ...options });
  }

  shareReel(reelId: number, options?: CallOptions): Promise<AnswerOf<'shareReel'>> {
    return this.http.json(`/api/reels/${reelId}/share`, { method: 'POST', ...options });
  }

  viewReel(reelId: number, body: BodyOf<'viewReel'> = {}, options?: CallOptions): Promise<AnswerOf<'viewReel'>> {
    return this.http.json(`/api/reels/${reelId}/view`, { method: 'POST', json: body, ...options });
  }

  /** Reports views. Those that say when they were are harmless to send again, and are, after a failure on the way. */
  viewReels(views: ViewReport[], options?: CallOptions): Promise<AnswerOf<'viewReels'>> {
    const repeatable = views.every((view) => typeof view.viewed_at === 'string');
    return this.http.json('/api/reels/views', { method: 'POST', json: { views }, repeatable, ...options });
  }

  listRecentlyViewedReels(
    query: Options<'listRecentlyViewedReels'> = {},
    options?: CallOptions,
  ): Promise<Whole<AnswerOf<'listRecentlyViewedReels'>, { reels: ViewedReel[] }>> {
    return this.http.json('/api/reels/recently-viewed', { query, ...options });
  }

  listSharedReels(
    query: Options<'listSharedReels'> = {},
    options?: CallOptions,
  ): Promise<Whole<AnswerOf<'listSharedReels'>, SharedReel[]>> {
    return this.http.json('/api/reels/user/shared', { query, ...options });
  }

  getMyStats(options?: CallOptions): Promise<{ status: 'success'; data: UserStats }> {
    return this.http.json('/api/reels/user/stats', { ...options });
  }

  followMerchant(merchantId: number, options?: CallOptions): Promise<AnswerOf<'followMerchant'>> {
    return this.http.json(`/api/merchants/${merchantId}/follow`, { method: 'POST', ...options });
  }

  unfollowMerchant(merchantId: number, options?: CallOptions): Promise<AnswerOf<'unfollowMerchant'>> {
    return this.http.json(`/api/merchants/${merchantId}/unfollow`, { method: 'POST', ...options });
  }

  listFollowedMerchants(
    query: QueryOf<'listFollowedMerchants'> = {},
    options?: CallOptions,
  ): Promise<AnswerOf<'listFollowedMerchants'>> {
    return this.http.json('/api/merchants/following', { query, ...options });
  }

  // Moderation, for admins

  listPendingReels(query: QueryOf<'listPendingReels'> = {}, options?: CallOptions): Promise<AnswerOf<'listPendingReels'>> {
    return this.http.json('/api/admin/reels/pending', { query, ...options });
  }

  listModerations(
    reelId: number,
    query: QueryOf<'listModerations'> = {},
    options?: CallOptions,
  ): Promise<AnswerOf<'listModerations'>> {
    return this.http.json(`/api/admin/reels/${reelId}/moderation`, { query, ...options });
  }

  approveReel(reelId: number, body: BodyOf<'approveReel'> = {}, options?: CallOptions): Promise<AnswerOf<'approveReel'>> {
    return this.http.json(`/api/admin/reels/${reelId}/approve`, { method: 'POST', json: body, ...options });
  }

  rejectReel(reelId: number, body: BodyOf<'rejectReel'>, options?: CallOptions): Promise<AnswerOf<'rejectReel'>> {
    return this.http.json(`/api/admin/reels/${reelId}/reject`, { method: 'POST', json: body, ...options });
  }

  hideReel(reelId: number, body: BodyOf<'hideReel'> = {}, options?: CallOptions): Promise<AnswerOf<'hideReel'>> {
    return this.http.json(`/api/admin/reels/${reelId}/hide`, { method: 'POST', json: body, ...options });
  }

  // Catalogue, for admins

  /** Inserts or updates rows by their ids, so repeating it is safe. */
  importCatalog(rows: CatalogImport, options?: CallOptions): Promise<AnswerOf<'importCatalog'>> {
    return this.http.json('/api/admin/catalog/import', { method: 'POST', json: rows, repeatable: true, ...options });
  }

  setProductStock(productId: number, stockQty: number, options?: CallOptions): Promise<AnswerOf<'setProductStock'>> {
    const path = `/api/admin/catalog/products/${productId}/stock`;
    return this.http.json(path, { method: 'PUT', json: { stock_qty: stockQty }, repeatable: true, ...options });
  }

  // The service itself

  /** Compares the index of the node that answers with the database, and puts right what differs. For admins. */
  checkIndex(options?: CallOptions): Promise<AnswerOf<'checkIndex'>> {
    return this.http.json('/api/admin/index/check', {
      method: 'POST',
      repeatable: true,
      timeoutMs: INDEX_CHECK_TIMEOUT_MS,
      ...options,
    });
  }

  /** Signs in as anyone of the sample shop; only in demo mode. */
  demoLogin(userId: number, options?: CallOptions): Promise<{ status: 'success'; data: Session }> {
    return this.http.json('/api/demo/login', { method: 'POST', json: { user_id: userId }, repeatable: true, ...options });
  }

  /**
   * A video or thumbnail that may be hidden from the public, by the address that the reel names. The token is sent to
   * the service itself only; where another host keeps the file, its address is enough.
   */
  async getMedia(url: string, options?: CallOptions): Promise<Blob> {
    return this.http.blob(url, options);
  }

  getLiveness(options?: CallOptions): Promise<AnswerOf<'getLiveness'>> {
    return this.http.json('/health/live', { ...options });
  }

  getReadiness(options?: CallOptions): Promise<AnswerOf<'getReadiness'>> {
    return this.http.json('/health/ready', { ...options });
  }
}
