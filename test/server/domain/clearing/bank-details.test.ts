import { expect } from 'chai'

import {
  type BankDetails,
  faultOfBankDetails,
  HOLDER_NAME_MAX,
  isBicOf,
  isSepaIban,
  sepaText,
  TOWN_MAX,
  withoutSpaces,
} from '../../../../server/domain/clearing/bank-details.ts'

const DETAILS: BankDetails = {
  name: 'Maison Verte',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPPXXX',
  town: 'Lyon',
  country: 'FR',
}

const faultyField = (changed: Partial<BankDetails>) => faultOfBankDetails({ ...DETAILS, ...changed })?.field ?? null

describe('bank details', () => {
  // Examples of the SWIFT IBAN registry.
  for (const iban of [
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'GB29NWBK60161331926819',
    'NL91ABNA0417164300',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
    'CH9300762011623852957',
  ])
    it(`takes ${iban}`, () => {
      expect(isSepaIban(iban)).to.equal(true)
    })

  for (const [why, iban] of [
    ['a digit that was mistyped', 'DE89370400440532013001'],
    ['two digits that changed places', 'DE89370400440532010300'],
    ['one character less', 'DE8937040044053201300'],
    ['one character more', 'DE893704004405320130000'],
    ['small letters', 'de89370400440532013000'],
    ['spaces', 'DE89 3704 0044 0532 0130 00'],
    ['a country that is not in SEPA', 'BR1800360305000010009795493C1'],
    ['nothing', ''],
    ['something else', "DE89'><x/>"],
  ] as const)
    it(`refuses an IBAN with ${why}`, () => {
      expect(isSepaIban(iban)).to.equal(false)
    })

  it('reads an IBAN as people write it', () => {
    expect(withoutSpaces(' de89 3704 0044\u00a00532 0130 00\n')).to.equal('DE89370400440532013000')
  })

  it('takes a BIC of the same country, or of a territory of it, and no other', () => {
    expect(isBicOf('COBADEFF', 'DE89370400440532013000')).to.equal(true)
    expect(isBicOf('COBADEFFXXX', 'DE89370400440532013000')).to.equal(true)
    expect(isBicOf('SOGEGPGX', 'FR7630006000011234567890189')).to.equal(true)
    for (const bic of ['COBADEF', 'COBADEFFXX', 'cobadeff', 'AGRIFRPP', ''])
      expect(isBicOf(bic, 'DE89370400440532013000'), bic).to.equal(false)
  })

  it('names the field that is wrong', () => {
    expect(faultOfBankDetails(DETAILS)).to.equal(null)
    expect(faultyField({ bic: null })).to.equal(null)
    expect(faultyField({ iban: 'FR7630006000011234567890188' })).to.equal('iban')
    expect(faultyField({ bic: 'COBADEFF' })).to.equal('bic')
    expect(faultyField({ country: 'fr' })).to.equal('country')
    for (const name of ['', ' ', ' Maison', '***', '東京']) expect(faultyField({ name }), name).to.equal('name')
  })

  it('limits names and towns to what a payment file carries', () => {
    expect(faultyField({ name: 'a'.repeat(HOLDER_NAME_MAX) })).to.equal(null)
    expect(faultyField({ name: 'a'.repeat(HOLDER_NAME_MAX + 1) })).to.equal('name')
    // Sent as two characters each.
    expect(faultyField({ name: 'ß'.repeat(HOLDER_NAME_MAX / 2) })).to.equal(null)
    expect(faultyField({ name: 'ß'.repeat(HOLDER_NAME_MAX / 2 + 1) })).to.equal('name')
    expect(faultyField({ town: 'a'.repeat(TOWN_MAX) })).to.equal(null)
    expect(faultyField({ town: 'a'.repeat(TOWN_MAX + 1) })).to.equal('town')
  })

  it('writes names in the characters that every bank takes', () => {
    expect(sepaText('Müller & Söhne')).to.equal('Muller + Sohne')
    expect(sepaText('Łódź, Żabka – Œuvre “d’or”')).to.equal("Lodz, Zabka - OEuvre .d'or.")
    expect(sepaText('<b>\n')).to.equal('.b..')
  })
})
