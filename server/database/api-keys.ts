import type { ApiKeyModel } from './generated/models.ts'

/** What is kept of an API key: never its secret part. */
export type ApiKey = Readonly<ApiKeyModel>
