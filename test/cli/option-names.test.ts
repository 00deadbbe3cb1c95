import { expect } from 'chai'
import type { Command } from 'commander'

import { EntenteProblem } from '../../client/problem.ts'
import { describeProblem, nameOption } from '../../cli/option-names.ts'
import { makeCommandLine } from '../../cli/program.ts'

const { program } = await makeCommandLine()

function find(path: string): Command {
  return path.split(' ').reduce((command, name) => {
    const found = command.commands.find((one) => one.name() === name)
    if (found === undefined) throw new Error(`there is no entente ${path}`)
    return found
  }, program)
}

const problem = (code: string, more: object) =>
  new EntenteProblem(new Response(null, { status: 400 }), { title: 'Malformed request', code, ...more } as object)

describe('the option that a refusal is about', () => {
  const named: readonly [command: string, pointer: string, typed: string][] = [
    ['partner add', 'body/earningRule/points', '--points'],
    ['partner add', 'body/earningRule/perMinor', '--per-minor'],
    ['partner add', 'body/earningRule/pointsMax', '--points-max'],
    ['partner add', 'body/redeemRate/points', '--redeem-points'],
    ['partner add', 'body/redeemRate/minor', '--redeem-minor'],
    ['partner add', 'body/issuerAddress', '--issuer'],
    ['partner add', 'body/name', '--name'],
    ['partner add', 'body/currency', '--currency'],
    ['partner add', 'body/allowance', '--allowance'],
    ['partner add', 'body/dailyLimit', '--daily-limit'],
    ['partner earn', 'body/points', '--points'],
    ['partner earn', 'body/validFrom', '--valid-from'],
    ['partner earn', 'path/partnerId', '<id>'],
    ['partner redeem-rate', 'body/minor', '--minor'],
    ['partner allowance', 'body/points', '<points>'],
    ['partner allowance', 'path/partnerId', '<id>'],
    ['partner retire', 'body/returnsDays', '--returns-days'],
    ['partner release', 'body/throughEntry', '--through'],
    ['partner release', 'body/reason', '--reason'],
    ['partner next-key', 'body/issuerAddress', '--issuer'],
    ['partner key', 'body/label', '--label'],
    ['partner key', 'body/replaces/keyId', '--replaces'],
    ['partner key', 'path/keyId', '<key>'],
    ['partner time-zone', 'body/timeZone', '<zone>'],
    ['partner colours', 'body/textColour', '<text-colour>'],
    ['reward add', 'body/texts/en/title', '--title'],
    ['reward add', 'body/texts/fr/title', '--title-fr'],
    ['reward add', 'body/texts/fr/description', '--description-fr'],
    ['reward add', 'body/basketMinMinor', '--basket-min-minor'],
    ['reward add', 'body/perMemberMax', '--per-member-max'],
    ['reward add', 'body/charityId', '--charity'],
    ['reward picture', 'path/rewardId', '<id>'],
    ['reward list', 'query/partnerId', '--partner'],
    ['charity add', 'body/name', '--name'],
    ['operator-key issue', 'body/scopes/0', '--scope'],
    ['operator-key issue', 'body/validDays', '--days'],
    ['operator-key rotate', 'body/overlapSeconds', '--overlap'],
    ['operator-key revoke', 'path/keyId', '<key>'],
    ['proposal approve', 'path/proposalId', '<proposal>'],
    ['audit-log list', 'query/createdFrom', '--from'],
    ['audit-log list', 'query/createdUntil', '--until'],
    ['audit-log list', 'query/keyId', '--key'],
    ['audit-log list', 'query/limit', '--limit'],
    ['member freeze', 'path/memberId', '<member>'],
    ['recovery announce', 'body/toAccount', '--to'],
    ['recovery announce', 'body/toSignature', '--signature'],
    ['recovery announce', 'body/memberId', '<member>'],
    ['powers cancel', 'path/operationId', '<operation>'],
    ['pause', 'body/reason', '--reason'],
  ]
  for (const [command, pointer, typed] of named)
    it(`${command}: ${pointer} is ${typed}`, () => {
      expect(nameOption(find(command), pointer)).to.equal(typed)
    })

  it('is none where nobody typed it', () => {
    expect(nameOption(find('partner list'), 'body/points')).to.equal(null)
    expect(nameOption(find('partner add'), 'body')).to.equal(null)
  })

  it('stands in the sentence, once for each fault', () => {
    const errors = [
      { pointer: 'body/earningRule/points', detail: 'must be a whole number' },
      { pointer: 'body/metadata', detail: 'is unknown' },
    ]
    expect(describeProblem(problem('malformed_request', { errors }), find('partner add'))).to.deep.equal({
      message: '--points must be a whole number; body/metadata is unknown (malformed_request)',
      options: ['--points'],
    })
  })

  it('stands in it also where the server names a field', () => {
    const details = { field: 'perMinor', min: '1', max: '9' }
    const { message, options } = describeProblem(problem('amount_out_of_range', { details }), find('partner earn'))
    expect(options).to.deep.equal(['--per-minor'])
    expect(message).to.include('field --per-minor').and.not.to.include('perMinor')
  })

  it('changes nothing where no option is to blame', () => {
    const refused = problem('partner_unknown', { detail: 'There is none.' })
    expect(describeProblem(refused, find('partner suspend'))).to.deep.equal({ message: refused.message })
    expect(describeProblem(refused, null)).to.deep.equal({ message: refused.message })
  })
})
