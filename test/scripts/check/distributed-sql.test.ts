import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { expect } from 'chai'

import {
  findDistributedSql,
  findKeys,
  judgeDistributedSql,
  readDistributedList,
} from '../../../scripts/check/distributed-sql.ts'

const root = resolve(import.meta.dirname, '../../..')
const SCHEMA = `
model Sale {
  id        String @id @db.Uuid
  seq       BigInt @unique @default(autoincrement())
  partnerId Int
  orderRef  String
  @@unique([partnerId, orderRef])
}

model Member {
  id String @id
}

model Rule {
  partnerId Int
  version   Int
  @@id([partnerId, version])
}
`

describe('what a distributed database would refuse', function () {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-distributed-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const plant = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }

  it('is found in the schema: keys without the partner, tables without one, and sequences', () => {
    expect(findKeys(SCHEMA)).to.deep.equal([
      { construct: 'key without the partner', where: 'prisma/schema.prisma, Sale', times: 2 },
      { construct: 'sequence', where: 'prisma/schema.prisma, Sale', times: 1 },
      { construct: 'table without a partner', where: 'prisma/schema.prisma, Member', times: 1 },
    ])
  })

  it('is found in the SQL of the server and of migrations, and not in comments', () => {
    plant('prisma/schema.prisma', '')
    plant(
      'server/database/sales.ts',
      '/** Takes no pg_advisory_xact_lock. */\n// for update\nconst a = `select 1 for update skip locked`\nconst b = `select 1 for update`\n',
    )
    plant(
      'prisma/migrations/1_sales/migration.sql',
      '-- CREATE TRIGGER no\nCREATE TRIGGER "t" BEFORE UPDATE ON "sale"\n',
    )
    expect(findDistributedSql(folder)).to.deep.equal([
      { construct: 'skip locked', where: 'server/database/sales.ts', times: 1 },
      { construct: 'row locks', where: 'server/database/sales.ts', times: 1 },
      { construct: 'trigger', where: 'prisma/migrations/1_sales/migration.sql', times: 1 },
    ])
  })

  it('is listed with an answer, no more and no less', () => {
    expect(judgeDistributedSql(findDistributedSql(root), readDistributedList(root))).to.deep.equal([])
  })

  it('is a complaint where it is new, more than before, gone, or has no answer', () => {
    const answer = { citus: 'refuses', yugabyte: 'works', instead: 'another way' }
    const place = { construct: 'skip locked', where: 'a.ts', times: 1 }
    const judge = (times: number, listed: { times: number; answer: string }[]) =>
      judgeDistributedSql(times === 0 ? [] : [{ ...place, times }], {
        answers: { known: answer },
        found: listed.map((row) => ({ ...place, ...row })),
      })
    expect(judge(1, [{ times: 1, answer: 'known' }])).to.deep.equal([])
    expect(judge(1, [])[0]).to.match(/^skip locked in a\.ts: 1 times, and .* has 0/)
    expect(judge(2, [{ times: 1, answer: 'known' }])[0]).to.match(/^skip locked in a\.ts: 2 times, and .* has 1/)
    expect(judge(0, [{ times: 1, answer: 'known' }])[0]).to.match(/^skip locked in a\.ts is gone/)
    expect(judge(1, [{ times: 1, answer: 'unknown' }])[0]).to.contain('there is no answer "unknown"')
    expect(judge(0, [])[0]).to.contain('nothing needs the answer "known"')
  })
})
