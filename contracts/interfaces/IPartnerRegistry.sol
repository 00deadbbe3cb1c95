// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PartnerId} from "../types/PartnerId.sol";

/// @title The partners of the coalition
/// @notice Who may issue, how much is left, what a point costs, and what each partner did in each month.
interface IPartnerRegistry {
    enum Status {
        Unknown,
        Active,
        Suspended,
        Left
    }

    /// @notice What the registry knows of a partner.
    struct Partner {
        Status status;
        /// Number of the next entry that a batch must begin with; the first entry is 1.
        uint64 nextEntry;
        /// Points that may still be issued.
        uint256 allowance;
        /// Points that may be issued at once; what was used comes back evenly within 24 hours, so any 24 hours see at
        /// most twice this, and a longer time this much a day. 0 means that nothing may be issued.
        uint256 dailyLimit;
        /// Points that may be issued now, by allowance and daily limit together; 0 unless active.
        uint256 issuableNow;
        /// 20 bytes: an address (ECDSA, or ERC-1271 where it has code). Longer: an ERC-7913 signer.
        bytes issuerKey;
        bytes redemptionKey;
    }

    /// @notice A partner's points of one calendar month (UTC).
    struct MonthTotals {
        uint64 issued;
        uint64 reversed;
        uint64 redeemed;
        uint64 restored;
    }

    /// @notice A partner joined, active, with nothing to issue yet. `name` is kept nowhere else on chain.
    event PartnerRegistered(PartnerId indexed id, string name, bytes issuerKey, bytes redemptionKey);
    /// @notice A partner was suspended from issuing, allowed again, or left.
    event PartnerStatusChanged(PartnerId indexed id, Status status);
    /// @notice Batches of the partner are signed with another key from now on.
    event PartnerIssuerKeyChanged(PartnerId indexed id, bytes issuerKey);
    /// @notice Redemptions at the partner are countersigned with another key from now on.
    event PartnerRedemptionKeyChanged(PartnerId indexed id, bytes redemptionKey);
    /// @notice The partner may issue `points` more; `allowance` is what is left now.
    event PartnerAllowanceRaised(PartnerId indexed id, uint256 points, uint256 allowance);
    /// @notice The partner may issue `points` less; `allowance` is what is left now.
    event PartnerAllowanceLowered(PartnerId indexed id, uint256 points, uint256 allowance);
    /// @notice The partner may issue at most `points` at once, refilled over 24 hours.
    event PartnerDailyLimitChanged(PartnerId indexed id, uint256 points);
    /// @notice Prices of the partner from `month` on, in millionths of a minor unit per point.
    event PartnerPricesChanged(PartnerId indexed id, uint256 indexed month, uint256 issuePrice, uint256 redeemPrice);

    error PartnerUnknown(PartnerId id);
    error PartnerAlreadyRegistered(PartnerId id);
    error PartnerNotActive(PartnerId id, Status status);
    error PartnerAllowanceExceeded(PartnerId id, uint256 left, uint256 asked);
    error PartnerDailyLimitExceeded(PartnerId id, uint256 left, uint256 asked);
    error UnexpectedEntryNumber(PartnerId id, uint256 expected, uint256 actual);
    error SignerKeyMalformed(bytes key);
    error StatusUnchangeable(PartnerId id, Status from, Status to);
    error PriceMonthPassed(PartnerId id, uint256 month);
    error PriceMonthOutOfOrder(PartnerId id, uint256 lastMonth, uint256 month);
    /// @notice The ledger has no redemption module that could be asked.
    error RedemptionModuleMissing();
    error PriceTooHigh(PartnerId id, uint256 issuePrice, uint256 redeemPrice);

    /// @notice Registers a partner, active, with no allowance. Operator only.
    function register(PartnerId id, string calldata name, bytes calldata issuer, bytes calldata redeemer) external;

    /// @notice Stops a partner from issuing; points already earned stay redeemable. Operator only, without delay.
    function suspend(PartnerId id) external;

    /// @notice Lets a suspended partner issue again. Operator only.
    /// @dev Reverts with `StatusUnchangeable` unless it is suspended.
    function resume(PartnerId id) external;

    /// @notice Records that a partner left the coalition, for ever: it neither issues nor redeems. Operator only.
    /// @dev Warning: it cannot be undone; a partner that comes back gets a new number.
    function retire(PartnerId id) external;

    /// @notice Replaces the key that signs a partner's batches. Operator only, with a delay.
    /// @dev Warning: batches that the old key signed and that are not posted yet are refused from now on. Reverts with
    /// `SignerKeyMalformed` for less than 20 bytes or a zero address, and for partners that are unknown or left.
    function setIssuerKey(PartnerId id, bytes calldata key) external;

    /// @notice Replaces the key that countersigns redemptions at a partner. Operator only, with a delay.
    function setRedemptionKey(PartnerId id, bytes calldata key) external;

    /// @notice Raises what a partner may still issue by `points`. Operator only.
    /// @dev Raised and lowered, never set: a batch in flight and the operator cannot overwrite each other. Reverts with
    /// `CounterTooHigh` past 2^64 - 1.
    function raiseAllowance(PartnerId id, uint256 points) external;

    /// @notice Lowers the allowance by `points`, or to zero where less is left.
    function lowerAllowance(PartnerId id, uint256 points) external;

    /// @notice Sets what a partner may issue at once; what was used comes back evenly in 24 hours. Operator only.
    function setDailyLimit(PartnerId id, uint256 points) external;

    /// @notice Sets what a point costs when issued and redeemed, from `month` (months since 1970-01, UTC) on.
    /// @dev Prices are in millionths of the clearing currency's minor unit per point, below 2^80. Never for a month
    /// that began, save the first price of a partner that has booked nothing yet. Reverts with `PriceMonthPassed`,
    /// `PriceMonthOutOfOrder` (before a month that has a price of its own already), `PriceTooHigh`, and with
    /// `RedemptionModuleMissing` where nobody could say whether something is booked.
    function setPrices(PartnerId id, uint256 month, uint256 issuePrice, uint256 redeemPrice) external;

    /// @notice What can be refused of a batch before its points are added up: status and numbering.
    /// @dev Reverts with `PartnerUnknown`, `PartnerNotActive` or `UnexpectedEntryNumber`.
    /// @return bareIssuerKey The address that must have signed the batch; zero for an ERC-7913 signer: ask `issuerKey`.
    function checkEntry(PartnerId id, uint256 firstEntry) external view returns (address bareIssuerKey);

    /// @notice Books a batch: checks it as `checkEntry` does, then allowance and daily limit, and counts the month.
    /// Issuance module only.
    /// @dev Reverts also with `PartnerAllowanceExceeded` or `PartnerDailyLimitExceeded`. What is debited gives no
    /// allowance back.
    /// @param credited Points issued.
    /// @param debited Points taken back, shortfalls excluded.
    function recordBatch(
        PartnerId id,
        uint256 firstEntry,
        uint256 entryCount,
        uint256 credited,
        uint256 debited
    ) external;

    /// @notice The key that must countersign redemptions at a partner that has not left.
    /// @dev Suspension does not matter: what was earned can be redeemed. Reverts with `PartnerUnknown`, and with
    /// `PartnerNotActive` where the partner left.
    function checkRedeemer(PartnerId id) external view returns (bytes memory key);

    /// @notice All that the registry knows of a partner; status `Unknown` and zeros for others.
    function partner(PartnerId id) external view returns (Partner memory);

    /// @notice The key that signs a partner's batches; empty for an unknown partner.
    function issuerKey(PartnerId id) external view returns (bytes memory);

    /// @notice The key that countersigns redemptions at a partner; empty for an unknown partner.
    function redemptionKey(PartnerId id) external view returns (bytes memory);

    /// @notice The redemption key of a partner that has not left, if it is an address; else zero.
    /// @dev What the redemption module copies: see `IPointsRedemption.refreshKey`.
    function bareRedemptionKey(PartnerId id) external view returns (address);

    /// @notice The number that the next batch must begin with. Reverts with `PartnerUnknown`.
    function nextEntry(PartnerId id) external view returns (uint256);

    /// @notice What a partner issued, reversed, redeemed and restored in a month.
    /// @dev Redeeming and restoring are counted by the redemption module and those before it. Reverts with
    /// `RedemptionModuleMissing` while there is none: a sum without them would be wrong.
    /// @param month Months since 1970-01, UTC.
    function monthTotals(PartnerId id, uint256 month) external view returns (MonthTotals memory);

    /// @notice What a point costs in `month`, in millionths of the clearing currency's minor unit; zeros while no price
    /// was set.
    function prices(PartnerId id, uint256 month) external view returns (uint256 issuePrice, uint256 redeemPrice);
}
