import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { KEPT_MESSAGES_MAX, messageFolder, readMessageFolder } from '../../../server/channels/message-folder.ts'
import { openChannels } from '../../../server/channels/open-channels.ts'

describe('the folder of messages', function () {
  let within: string
  let folder: string
  beforeEach(function () {
    within = mkdtempSync(join(tmpdir(), 'entente-messages-'))
    folder = join(within, 'messages')
  })
  afterEach(() => {
    rmSync(within, { recursive: true })
  })

  const idOf = (number: number) => `019a8f5e-6f3c-7c1a-9d52-${String(number).padStart(12, '0')}`
  const message = (number: number) => ({
    id: idOf(number),
    to: 'ada@example.com',
    subject: 's',
    text: `text ${number}`,
    parts: [],
    code: null,
  })

  it('keeps messages for their owner only, and shows the newest first', async function () {
    await messageFolder(folder, 'email').send(message(1))
    await messageFolder(folder, 'phone').send(message(2))
    expect(readMessageFolder(folder, 5).map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['phone', 'text 2'],
      ['email', 'text 1'],
    ])
    expect(readMessageFolder(folder, 1)).to.have.length(1)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600)
  })

  it(`keeps the newest ${KEPT_MESSAGES_MAX}`, async function () {
    const channel = messageFolder(folder, 'email')
    for (let number = 1; number <= KEPT_MESSAGES_MAX + 1; number++) await channel.send(message(number))
    const kept = readMessageFolder(folder, 1_000)
    expect([kept.length, kept.at(-1)?.id]).to.deep.equal([KEPT_MESSAGES_MAX, idOf(2)])
  })

  it('is read while messages come and go', async function () {
    await messageFolder(folder, 'email').send(message(1))
    // Listed, and gone when it is opened.
    symlinkSync(join(folder, 'nothing'), join(folder, `${idOf(2)}.json`))
    writeFileSync(join(folder, `${idOf(3)}.json.new`), '{"half": ')
    expect(readMessageFolder(folder, 5).map(({ id }) => id)).to.deep.equal([idOf(1)])
  })

  it('is used for what nothing else is set up for, and not at all where there is none', async function () {
    const sms = { url: 'https://sms.example.com', token: 'a-token-of-the-gateway', from: null }
    const { email, phone } = openChannels({ smtp: null, sms, folder })
    await email?.send(message(1))
    expect(phone).to.not.equal(null)
    expect(readMessageFolder(folder, 5)).to.have.length(1)
    expect(openChannels({ smtp: null, sms: null, folder: null })).to.deep.equal({ email: null, phone: null })
  })
})
