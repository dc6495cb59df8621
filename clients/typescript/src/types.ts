import type { components, operations } from './schema.gen.js';

type Schemas = components['schemas'];

export type Reel = Schemas['Reel'];
export type ViewedReel = Schemas['ViewedReel'];
export type SharedReel = Schemas['SharedReel'];
export type ReelMerchant = Schemas['ReelMerchant'];
export type Product = Schemas['Product'];
export type Pagination = Schemas['Pagination'];
export type DisablingReason = Schemas['DisablingReason'];
export type FollowedMerchant = Schemas['FollowedMerchant'];
export type UserStats = Schemas['UserStatsAnswer']['data'];
export type CatalogImport = Schemas['CatalogImport'];
export type ModeratedReel = Schemas['ModeratedReel'];
export type ModerationEntry = Schemas['ModerationEntry'];
export type Analytics = Schemas['AnalyticsAnswer']['data'];
export type ReelStats = Schemas['ReelStats'];
export type DayStats = Schemas['DayStats'];
export type AnalyticsSortBy = Schemas['AnalyticsSortBy'];
export type SortBy = Schemas['SortBy'];
export type ErrorCode = Schemas['ErrorCode'];
export type ErrorBody = Schemas['Error'];
export type ViewReport = Schemas['LateViewReport'];
export type Session = Schemas['DemoLoginAnswer']['data'];

/** The names of all operations of the API, as openapi.yaml has them. */
export type OperationId = keyof operations;

/** The query parameters of an operation. */
export type QueryOf<Id extends OperationId> = operations[Id]['parameters'] extends { query?: infer Query }
  ? NonNullable<Query>
  : Record<never, never>;

type JsonOf<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never;
type AnswersOf<Id extends OperationId> = operations[Id]['responses'];

/** What an operation answers when it succeeds, all forms of it. */
export type AnswerOf<Id extends OperationId> = {
  [Status in keyof AnswersOf<Id>]: Status extends 200 | 201 | 202 ? JsonOf<AnswersOf<Id>[Status]> : never;
}[keyof AnswersOf<Id>];

/** What an operation takes as its JSON body. */
export type BodyOf<Id extends OperationId> = operations[Id] extends {
  requestBody?: infer Body;
}
  ? NonNullable<Body> extends { content: { 'application/json': infer Json } }
    ? Json
    : never
  : never;
