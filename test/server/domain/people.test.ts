import { expect } from 'chai'

import { PERSON_ROLES, scopesOfRole } from '../../../server/domain/people.ts'

describe('roles of people', function () {
  it('let an owner and the finance department confirm and dispute statements, and nobody else', function () {
    const allowed = PERSON_ROLES.filter((role) => scopesOfRole(role).includes('clearing:write'))
    expect(allowed).to.deep.equal(['owner', 'finance'])
  })
})
