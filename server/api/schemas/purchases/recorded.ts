import { z } from 'zod'

import { EntryResponse } from '../members/members.ts'
import { MetadataOut } from '../metadata.ts'
import { AmountOut, PartnerNumber, TimeOut, Uuid } from '../values.ts'

/** Whose a purchase or a return is. */
export const parties = { partnerId: PartnerNumber, memberId: Uuid }

/** Where it was made, and for how much. */
export const basket = { locationId: z.string().nullable(), currency: z.string(), amountMinor: AmountOut }

/** When a purchase or a return was made and recorded, and the partner's own notes of it. */
export const recorded = { metadata: MetadataOut, occurredAt: TimeOut, recordedAt: TimeOut }

/** What is told of a purchase or a return that is read: its entries, and why they wait. */
export const onTheWay = { parkedReason: z.string().nullable(), entries: z.array(EntryResponse) }
