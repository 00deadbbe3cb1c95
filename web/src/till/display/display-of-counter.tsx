import { useEffect } from 'react'

import type { TillMember } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { openDisplayLink, useOnDisplay } from './display-link.ts'

/** Lets the customer's screen follow: who is there, while no sale says more. */
export function DisplayOfCounter({ member }: { member: TillMember | null }) {
  const { partner } = useTill()
  useEffect(() => openDisplayLink(partner), [partner])
  useOnDisplay('customer', member === null ? null : { kind: 'customer', points: member.pointsAvailable })
  return null
}
