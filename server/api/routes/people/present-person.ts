import type { z } from 'zod'

import type { PersonView } from '../../../actions/people/person-view.ts'
import type { Partner } from '../../../database/partners.ts'
import { scopesOfRole } from '../../../domain/people.ts'
import { presentBrand } from '../../present-brand.ts'
import type { OwnPersonResponse, PersonResponse } from '../../schemas/people/people.ts'

/** Somebody of a partner. */
export function presentPerson({ person, email }: PersonView): z.input<typeof PersonResponse> {
  const { id, name, role, createdAt, joinedAt } = person
  return {
    personId: id,
    email,
    name,
    role,
    state: joinedAt === null ? 'invited' : 'active',
    invitedAt: createdAt.toISOString(),
    joinedAt: joinedAt?.toISOString() ?? null,
  }
}

/** Who is signed in, with the partner. */
export function presentOwnPerson(view: PersonView & { readonly partner: Partner }): z.input<typeof OwnPersonResponse> {
  const { id: partnerId, name, currency, timeZone } = view.partner
  const partner = { partnerId, name, currency, timeZone, brand: presentBrand(view.partner) }
  return { ...presentPerson(view), scopes: [...scopesOfRole(view.person.role)], partner }
}
