import { z } from 'zod'

import { EntryResponse } from '../members/members.ts'
import { MetadataOut } from '../metadata.ts'
import { TimeOut } from '../values.ts'

/** When a purchase or a return was made and recorded, and the partner's own notes of it. */
export const recorded = { metadata: MetadataOut, occurredAt: TimeOut, recordedAt: TimeOut }

/** What is told of a purchase or a return that is read: its entries, and why they wait. */
export const onTheWay = { parkedReason: z.string().nullable(), entries: z.array(EntryResponse) }
