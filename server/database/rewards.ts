import type { RewardModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** What kinds of rewards there are. Never cash. */
export type RewardKind = 'basket_discount' | 'product' | 'service' | 'gift_code' | 'access' | 'donation'

/** Language tag to what people read; English is always there. */
export type RewardTexts = Readonly<Record<string, { readonly title: string; readonly description: string }>>

/** What a partner offers for points. */
export type Reward = Narrow<RewardModel, { kind: RewardKind; texts: RewardTexts }>
