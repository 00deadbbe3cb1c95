/** A call of the API that changes something, as proposals and the audit log name it. */
export interface ApiCall {
  readonly operation: string
  /** The ids in its path, and what the page knows of them. */
  readonly target: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}

/** Who makes a call on the ledger, and when: by the texts of the same names. */
export type CallTiming =
  'server' | 'allowance' | 'prices' | 'closing' | 'payment' | 'recovery' | 'completion' | 'cancelling' | 'addition'

/** A call of a contract, with its arguments by the contract's own names. */
export interface ContractCall {
  readonly contract: 'PartnerRegistry' | 'PointsToken' | 'PointsAccounts' | 'Clearing' | 'AccessManager'
  readonly functionName: string
  readonly args: Readonly<Record<string, string>>
  readonly timing: CallTiming
}

/** Partners that one call closes a month for; the server sends as many calls as it takes. */
const PARTNERS_PER_CALL = '150'

const ALLOWANCE_FUNCTIONS: Readonly<Record<string, string>> = {
  raise: 'raiseAllowance',
  lower: 'lowerAllowance',
  set_daily_limit: 'setDailyLimit',
}

const PAUSE_FUNCTIONS: Readonly<Record<string, string>> = {
  'pausePower issuing': 'pauseIssuing',
  'pausePower redeeming': 'pauseRedeeming',
  'resumePower issuing': 'resumeIssuing',
  'resumePower redeeming': 'resumeRedeeming',
}

/** What the contract keeps of a text. */
const hashOf = (text: unknown) => `keccak256("${String(text)}")`

/** The calls of contracts that a call of the API leads to, in their order; none for what stays with the server. */
export function ledgerCallsOf({ operation, target, body }: ApiCall): readonly ContractCall[] {
  const id = String(target['partnerId'])
  const month = String(target['month'])
  const account = String(target['account'])
  switch (operation) {
    case 'changeAllowance': {
      const change = String(body['change'])
      const timing = change === 'lower' ? 'server' : 'allowance'
      return [registry(ALLOWANCE_FUNCTIONS[change] ?? change, { id, points: String(body['points']) }, timing)]
    }
    case 'recordPackPayment':
      return [registry('raiseAllowance', { id, points: String(body['points']) }, 'allowance')]
    case 'suspendPartner':
      return [registry('suspend', { id })]
    case 'resumePartner':
      return [registry('resume', { id })]
    case 'addPartner':
      return additionOf(body)
    case 'setPrices':
      return [registry('setPrices', { id, ...pricesOf(body) }, 'prices')]
    case 'closeMonth':
      return [clearing('closeMonth', { month, partnersMax: PARTNERS_PER_CALL }, 'closing')]
    case 'recordStatementPayment':
      return [clearing('markByOperator', { month, id, payment: hashOf(body['reference']) }, 'payment')]
    case 'resolveDispute':
      return [clearing('resolveDispute', { month, id, outcome: hashOf(body['outcome']) })]
    case 'pausePower':
    case 'resumePower': {
      const name = PAUSE_FUNCTIONS[`${operation} ${String(target['power'])}`] ?? operation
      return [{ contract: 'PointsToken', functionName: name, args: {}, timing: 'server' }]
    }
    case 'freezeMember':
      return [{ contract: 'PointsToken', functionName: 'freeze', args: { account }, timing: 'server' }]
    case 'unfreezeMember':
      return [{ contract: 'PointsToken', functionName: 'unfreeze', args: { account }, timing: 'server' }]
    case 'cancelOperation':
      return [{ contract: 'AccessManager', functionName: 'cancel', args: operationOf(target), timing: 'cancelling' }]
    default:
      return recoveryOf({ operation, target, body })
  }
}

function recoveryOf({ operation, target, body }: ApiCall): readonly ContractCall[] {
  const from = String(target['account'])
  const at = (functionName: string, args: ContractCall['args'], timing: CallTiming): ContractCall[] => [
    { contract: 'PointsAccounts', functionName, args, timing },
  ]
  switch (operation) {
    case 'announceRecovery': {
      const { toAccount, deadline, toSignature } = body
      const named = { to: String(toAccount), deadline: String(deadline), signatureTo: String(toSignature) }
      return at('announceRecovery', { from, ...named }, 'recovery')
    }
    case 'cancelRecovery':
      return at('cancelRecovery', { from }, 'server')
    case 'completeRecovery':
      return at('completeRecovery', { from }, 'completion')
    default:
      return []
  }
}

function registry(functionName: string, args: ContractCall['args'], timing: CallTiming = 'server'): ContractCall {
  return { contract: 'PartnerRegistry', functionName, args, timing }
}

function clearing(functionName: string, args: ContractCall['args'], timing: CallTiming = 'server'): ContractCall {
  return { contract: 'Clearing', functionName, args, timing }
}

function pricesOf({ month, issueMicros, redeemMicros }: ApiCall['body']): Record<string, string> {
  return { month: String(month), issuePrice: String(issueMicros), redeemPrice: String(redeemMicros) }
}

function operationOf({ caller, target, data }: ApiCall['target']): Record<string, string> {
  return { caller: String(caller), target: String(target), data: String(data) }
}

/** A new partner gets its number, and its key where the server is to host it, when it is added. */
function additionOf({ name, allowance, dailyLimit, issuerAddress }: ApiCall['body']): readonly ContractCall[] {
  const [id, key] = ['…', typeof issuerAddress === 'string' ? issuerAddress : '…']
  const points = (figure: unknown) => ({ id, points: String(figure) })
  return [
    registry('register', { id, name: String(name), issuer: key, redeemer: key }, 'addition'),
    ...(allowance === undefined ? [] : [registry('raiseAllowance', points(allowance), 'addition')]),
    ...(dailyLimit === undefined ? [] : [registry('setDailyLimit', points(dailyLimit), 'addition')]),
  ]
}
