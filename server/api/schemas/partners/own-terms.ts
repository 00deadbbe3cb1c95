import { Instant } from '../values.ts'
import { SetEarningRuleBody, SetRedeemRateBody } from './partners.ts'

const validFrom = Instant.meta({ description: 'A day from now, or later' })

export const SetOwnEarningRuleBody = SetEarningRuleBody.extend({ validFrom }).meta({ id: 'SetOwnEarningRule' })

export const SetOwnRedeemRateBody = SetRedeemRateBody.extend({ validFrom }).meta({ id: 'SetOwnRedeemRate' })
