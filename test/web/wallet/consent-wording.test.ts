import { expect } from 'chai'

import { CONSENT_WORDINGS } from '../../../server/domain/consents.ts'
import { contacts } from '../../../web/src/wallet/texts/en-contacts.ts'

describe('what members agree to', function () {
  it('is asked in the wording that the newest version has: another one is another version', function () {
    const { consent, consentAbout } = contacts
    expect(`${consent}. ${consentAbout}`).to.equal(CONSENT_WORDINGS.notices.at(-1))
  })
})
