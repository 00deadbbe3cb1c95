const MEMBER = { kind: 'card', value: '9000000000000019' } as const

const WALLET = `0x${'5e'.repeat(20)}`
const SIGNATURE = `0x${'5e'.repeat(65)}`

const PURCHASE = {
  orderRef: 'T1-2026-000123',
  member: MEMBER,
  locationId: 'store-12',
  currency: 'GBP',
  amountMinor: '1999',
  occurredAt: '2026-11-23T10:15:00Z',
}

/** A body that each operation accepts: in the document, on the docs page, and sent by a test. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  enrolMember: { kind: 'card', identifiers: [{ kind: 'email', value: 'ada@example.com' }] },
  findMember: MEMBER,
  addReward: {
    kind: 'product',
    texts: { en: { title: 'A paperback of your choice', description: 'Any paperback up to 12.99' } },
    points: '500',
    stock: '100',
  },
  addRewardCodes: { codes: ['GIFT-0001-AAAA', 'GIFT-0002-BBBB'] },
  setColours: { colour: '#1f4d3a', textColour: '#ffffff' },
  addCharity: { name: 'Harbour Lifeboats' },
  enrolPasskey: {
    registration: {
      id: 'Zm9vYmFy',
      rawId: 'Zm9vYmFy',
      type: 'public-key',
      response: { clientDataJSON: 'eyJ0eXBlIjoi', attestationObject: 'o2NmbXRkbm9u' },
    },
  },
  signIn: { kind: 'card', cardNumber: MEMBER.value, pin: '2580' },
  freezeAccount: {},
  unfreezeAccount: { pin: '2580' },
  readMoveOrder: { toAccount: WALLET },
  moveAccount: { toKind: 'wallet', toAccount: WALLET, deadline: '1798761600', toSignature: SIGNATURE, pin: '2580' },
  refuseRecovery: { pin: '2580' },
  announceRecovery: {
    memberId: '0199a7c2-7b7e-7c3e-8a4d-2f6f5f3f9a10',
    toAccount: WALLET,
    deadline: '1798761600',
    toSignature: SIGNATURE,
  },
  quotePurchase: { currency: 'GBP', amountMinor: '1999' },
  recordPurchase: PURCHASE,
  recordPurchases: { purchases: [PURCHASE, { ...PURCHASE, orderRef: 'T1-2026-000124', amountMinor: '450' }] },
  recordReturn: {
    returnRef: 'R1-2026-000045',
    orderRef: 'T1-2026-000123',
    currency: 'GBP',
    amountMinor: '500',
    occurredAt: '2026-11-23T16:40:00Z',
  },
  quoteRedemption: { member: MEMBER, points: '500', basketMinor: '1999' },
  claimReward: { rewardId: '01900000-0000-7000-8000-000000000000' },
  consentAsMember: { kind: 'pin', pin: '2580' },
  holdPoints: { reference: 'P1-2026-000077', member: MEMBER, points: '500', basketMinor: '1999' },
  consentToRedemption: { kind: 'pin', pin: '2580' },
  restoreRedemption: { reference: 'X1-2026-000005', points: '200' },
  setOwnPin: { pin: '2580', currentPin: '1379' },
  setPin: { pin: '2580', resetCode: '7K2M-9QXA-41TF' },
  consentByApproval: { kind: 'pin', pin: '2580' },
  addPartner: {
    name: 'Harbour Books',
    currency: 'GBP',
    earningRule: { points: '1', perMinor: '100', pointsMax: '100000' },
    allowance: '1000000',
    dailyLimit: '100000',
  },
  changeAllowance: { change: 'raise', points: '500000' },
  setEarningRule: { points: '2', perMinor: '100', pointsMax: '100000' },
  issueApiKey: { label: 'till 4', scopes: ['purchases:write', 'members:read'] },
}
