import { expect } from 'chai'

import { createWedge, SURE_LENGTH, type WedgeStep } from '../../../../web/src/till/scanner/wedge.ts'

/** A recording: milliseconds since the key before, and the key. */
type Recording = readonly (readonly [gapMs: number, key: string])[]

const paced = (text: string, gapsMs: readonly number[]): Recording =>
  Array.from(text).map((key, at) => [gapsMs[at % gapsMs.length] ?? 0, key])

/** Plays a recording again, and says what was scanned, and which keys the page got. */
function play(recording: Recording): { scanned: string[]; page: string } {
  const wedge = createWedge()
  const scanned: string[] = []
  let page = ''
  let at = 1_000
  const note = (step: WedgeStep, key: string) => {
    if (step.scanned !== null) scanned.push(step.scanned)
    if (!step.isTaken) page += key
    page += step.givenBack
  }
  for (const [gapMs, key] of recording) {
    at += gapMs
    if (key === 'silence') note(wedge.fallSilent(), '')
    else if (key === 'Enter' || key === 'Tab') note(wedge.finish(at), `<${key}>`)
    else note(wedge.type(key, at), key)
  }
  return { scanned, page }
}

const CARD = '9000770000000009'
/** Gaps as they were measured: a USB scanner, one on Bluetooth that falters, a card reader, a fast typist. */
const USB = [2, 1, 3, 2, 2, 5, 1]
const BLUETOOTH = [11, 14, 9, 31, 12, 8, 22, 10, 13]
const READER = [1, 1, 2]
const TYPIST = [92, 71, 118, 64, 85, 140, 77]

describe('a scanner that types', function () {
  for (const [device, gaps] of [
    ['on USB', USB],
    ['on Bluetooth', BLUETOOTH],
  ] as const)
    for (const end of ['Enter', 'Tab', 'silence'] as const)
      it(`${device} with ${end} at the end is recognised, and the page gets the first ${SURE_LENGTH} keys only`, function () {
        const { scanned, page } = play([...paced(CARD, gaps), [end === 'silence' ? 200 : 3, end]])
        expect(scanned).to.deep.equal([CARD])
        expect(page).to.equal(CARD.slice(0, SURE_LENGTH))
      })

  it('may falter once it is recognised', function () {
    const faltering = paced(CARD, USB).map(([gapMs, key], at) => [at === 12 ? 115 : gapMs, key] as const)
    expect(play([...faltering, [2, 'Enter']]).scanned).to.deep.equal([CARD])
  })

  it('is two scans where it scans twice', function () {
    const once: Recording = [...paced(CARD, USB), [2, 'Enter']]
    expect(play([...once, [400, ''], ...once]).scanned).to.have.length(2)
  })

  it('is a card reader from its first sign on: the page gets nothing of a stripe', function () {
    const stripe = '%B4111111111111111^LOVELACE/ADA^2912?;4111111111111111=2912?'
    expect(play([...paced(stripe, READER), [2, 'Enter']])).to.deep.equal({ scanned: [stripe], page: '' })
    expect(play([...paced(';E?', READER), [2, 'Enter']])).to.deep.equal({ scanned: [';E?'], page: '' })
  })
})

describe('a person who types', function () {
  for (const text of [CARD, 'ada@example.com', '42.50', 'correct horse battery staple'])
    it(`"${text}" keeps every key`, function () {
      expect(play([...paced(text, TYPIST), [130, 'Enter']])).to.deep.equal({ scanned: [], page: `${text}<Enter>` })
    })

  it('may roll over a few keys as fast as a scanner', function () {
    const rolled = paced('ada@example.com', [90, 12, 18, 95, 25])
    expect(play([...rolled, [80, 'Enter']]).scanned).to.deep.equal([])
  })

  it('gets a percent sign back that begins no stripe', function () {
    expect(
      play([
        [300, '%'],
        [200, 'silence'],
        [90, 'a'],
      ]),
    ).to.deep.equal({ scanned: [], page: '%a' })
  })

  it(`is not taken for a scanner with ${SURE_LENGTH - 1} keys, and is with ${SURE_LENGTH}`, function () {
    const burst = (length: number) => play([...paced('1'.repeat(length), USB), [2, 'Enter']]).scanned
    expect(burst(SURE_LENGTH - 1)).to.deep.equal([])
    expect(burst(SURE_LENGTH)).to.deep.equal(['1'.repeat(SURE_LENGTH)])
  })

  it('presses Enter a while after a scanner without a suffix', function () {
    const { scanned, page } = play([...paced(CARD, USB), [200, 'silence'], [900, 'Enter']])
    expect([scanned, page.endsWith('<Enter>')]).to.deep.equal([[CARD], true])
  })
})
