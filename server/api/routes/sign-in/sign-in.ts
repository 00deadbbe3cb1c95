import { readMe } from '../../../actions/members/read-me.ts'
import { signIn } from '../../../actions/sign-in/sign-in.ts'
import { presentMe } from '../members/present-me.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import { MeResponse } from '../../schemas/members/me.ts'
import { SignInBody } from '../../schemas/sign-in/sessions.ts'
import { sessionAndDeviceCookies, sessionCookie } from '../../session-cookie.ts'

export const signInRoute = route({
  operation: 'signIn',
  method: 'post',
  path: '/v1/sessions',
  summary: 'Sign in',
  description:
    'With a wallet (Sign-In with Ethereum, POST /v1/wallet-challenges), a passkey (POST /v1/passkey-challenges), or card number and PIN. The answer sets the session cookie, and after a PIN one by which the browser is known to the member. Wrong PINs of strangers lock no such browser. Whoever proves a wallet that is not known yet is enrolled with it.',
  caller: 'anyone',
  signsIn: true,
  body: SignInBody,
  startsAnew: true,
  status: 201,
  response: MeResponse,
  refuses: ['sign_in_failed', 'wallet_taken', 'account_closed', 'account_moving'],
  handle: async ({ deps, body, device }) => {
    const opened = await signIn(deps, body.kind === 'card' ? { ...body, device } : body)
    const me = MeResponse.parse(presentMe(await readMe(deps, opened.memberId)))
    const { uri } = deps.siweTerms
    const cookies = 'device' in opened ? sessionAndDeviceCookies(opened, uri) : sessionCookie(opened.token, uri)
    return new Answer(201, me, false, cookies)
  },
})
