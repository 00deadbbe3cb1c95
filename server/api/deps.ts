import type { Registry } from 'prom-client'

import type { AccountActDeps } from '../actions/accounts/append-account-act.ts'
import type { AddPartnerDeps } from '../actions/partners/add-partner.ts'
import type { ApprovalSecret } from '../actions/redemptions/approval-secret.ts'
import type { RedemptionIntake } from '../actions/redemptions/change-redemptions.ts'
import type { CardEnrolment } from '../actions/members/enrol-cards.ts'
import type { PasskeyTerms } from '../actions/sign-in/enrol-passkey.ts'
import type { EnrolDeps, EnrolledMember } from '../actions/members/enrol-member.ts'
import type { FindMemberDeps } from '../actions/members/find-member.ts'
import type { HoldOutcome, HoldSubmission } from '../actions/redemptions/hold-points.ts'
import type { Intake } from '../actions/requests/intake.ts'
import type { PinHash } from '../actions/sign-in/pin-hash.ts'
import type { TryLimit } from '../actions/requests/limit-tries.ts'
import type { ProveWalletDeps } from '../actions/members/prove-wallet.ts'
import type { Status } from '../actions/status/read-status.ts'
import type { ProveReceipt } from '../actions/purchases/read-receipt.ts'
import type { PurchaseOutcome, PurchaseSubmission } from '../actions/purchases/record-purchases.ts'
import type { ReturnOutcome, ReturnSubmission } from '../actions/purchases/record-returns.ts'
import type { SubmissionOutcome } from '../actions/requests/run-submissions.ts'
import type { Keyring } from '../auth/keyring.ts'
import type { OrderNaming } from '../domain/redemption-order.ts'
import type { Rejection } from '../domain/rejection.ts'
import type { HttpLog } from '../observability/http-log.ts'
import type { HttpMetrics } from '../observability/http-metrics.ts'
import type { LedgerMetrics } from '../observability/ledger-metrics.ts'

/** What wallets call the ledger, and where it may be asked. */
export interface LedgerNames {
  readonly chainName: string
  readonly name: string
  readonly symbol: string
  /** Null where the chain runs elsewhere: an endpoint of ours may hold a key. */
  readonly rpcUrl: string | null
}

/** All that routes hand to actions. Each action asks for its own part of it. */
export interface ApiDeps
  extends EnrolDeps, AddPartnerDeps, AccountActDeps, Omit<FindMemberDeps, 'db'>, ProveWalletDeps {
  readonly proveReceipt: ProveReceipt
  readonly passkeyTerms: PasskeyTerms
  readonly ledgerNames: LedgerNames
  readonly keyring: Keyring
  readonly cardIntake: Intake<CardEnrolment, EnrolledMember | Rejection>
  readonly purchaseIntake: Intake<PurchaseSubmission, SubmissionOutcome<PurchaseOutcome>>
  readonly returnIntake: Intake<ReturnSubmission, SubmissionOutcome<ReturnOutcome>>
  readonly orders: OrderNaming
  /** Signs a digest with the hosted key at an index: server/chain/hd-wallet.ts. Only after the member's PIN was right. */
  readonly signAsMember: (index: number, digest: string) => string
  readonly approvalSecret: ApprovalSecret
  readonly publicUrl: string
  readonly pinHash: PinHash
  /** Points that a member may spend with the PIN in a day (UTC). */
  readonly pinPointsPerDayMax: bigint
  readonly holdIntake: Intake<HoldSubmission, SubmissionOutcome<HoldOutcome>>
  readonly redemptionIntake: RedemptionIntake
  /** Tries to sign in, by card. */
  readonly cardSignIns: TryLimit
  readonly httpLog: HttpLog
  readonly httpMetrics: HttpMetrics
  readonly ledgerMetrics: LedgerMetrics
  readonly metricsRegistry: Registry
  /** False while the server starts and once it has begun to stop. */
  readonly isServing: () => boolean
}

/** The same for routes, with what they share. */
export interface RouteDeps extends ApiDeps {
  readonly readStatus: () => Promise<Status>
}
