// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsToken} from "./IPointsToken.sol";
import {PartnerId} from "../types/PartnerId.sol";

/// @title Redemption: members spend points at partners
/// @notice Points are burned only when both agree: the member signs the order, the partner countersigns the list that
/// it is in. Anybody may post a list; nobody can burn points without the member, and no till is bound by an order that
/// it did not accept.
/// @dev All signatures are EIP-712 in the domain `EIP712Domain("Entente Redemption", "1", chainId, this contract)`. An
/// *order* travels as 69 bytes: address member, uint48 points, uint24 nonce, uint64 deadline, bytes32 reward.
interface IPointsRedemption {
    /// @notice What a member signs, as
    /// `Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)`.
    struct Order {
        address member;
        /// 1 to 2^48 - 1.
        uint256 points;
        /// Above the member's last one, at most 1,048,575; gaps are fine.
        uint256 nonce;
        /// Unix seconds after which the order is refused.
        uint64 deadline;
        /// Names what is given for the points, without naming the member: a salted hash.
        bytes32 reward;
    }

    /// @notice Where in the history an order was spent: see `restore`.
    struct SpentProof {
        /// The day of the list, in days since 1970-01-01 (UTC).
        uint256 day;
        /// The partner's chain of that day before the list: zero for its first.
        bytes24 chainBefore;
        /// The struct hashes of the list's orders that were spent, in order.
        bytes32[] spentOrders;
        /// Where among them the order is.
        uint256 position;
        /// What the partner's later lists of that day spent, in order: the keccak256 of each one's spent hashes.
        bytes32[] laterLists;
    }

    /// @notice Why an order was not carried out. The first five are the ledger's `SpendOutcome`.
    enum Refusal {
        None,
        NonceUnusable,
        Frozen,
        Closed,
        Insufficient,
        Expired,
        SignatureInvalid,
        PointsZero
    }

    /// @notice A member spent points at a partner.
    event PointsRedeemed(
        PartnerId indexed partnerId,
        address indexed member,
        uint256 points,
        bytes32 reward,
        uint256 nonce
    );

    /// @notice An order of a posted list was passed over.
    /// @dev NOTE: anybody can post a partner's list with rubbish for the members' signatures, or again, so a refusal
    /// says what that transaction found, and not what will become of the order. Only `NonceUnusable` and `Expired` are
    /// final, the first unless `PointsRedeemed` with that nonce came before.
    event RedemptionRefused(PartnerId indexed partnerId, address indexed member, uint256 nonce, Refusal reason);

    /// @notice Points of a cancelled redemption went back to its member.
    /// @param orderHash The struct hash of the order whose points came back.
    event PointsRestored(PartnerId indexed partnerId, address indexed member, uint256 points, bytes32 orderHash);

    error ListEmpty();
    /// @notice The bytes are not a whole number of orders.
    error OrdersMalformed(uint256 length);
    /// @notice The bytes are not one signature per order and one of the partner.
    error SignaturesMalformed(uint256 length);
    error PartnerSignatureInvalid(PartnerId partnerId);
    /// @notice Orders can be restored on the day that they were spent and the 31 days after it.
    error RestoreOutOfTime(uint256 day, uint256 today);
    error OrderNotSpent(bytes32 orderHash);
    error RestoreExceedsOrder(bytes32 orderHash, uint256 left, uint256 asked);

    /// @notice Spends the points of a list of orders, oldest first. A bad order is logged and changes nothing; the
    /// others go on. Posting a list again spends nothing again.
    /// @dev Reverts as a whole with `ListEmpty`, `OrdersMalformed`, `SignaturesMalformed`, `PartnerSignatureInvalid`,
    /// `MemberKey.GasTooLow`, the registry's `PartnerUnknown` and `PartnerNotActive` and the ledger's
    /// `RedeemingIsPaused`.
    /// @param orders 69-byte orders, back to back.
    /// @param signatures A uint16 length and the signature itself, back to back: the member's for each order (see
    /// `MemberKey`), and last that of the partner's redemption key, over
    /// `RedemptionList(uint32 partnerId,Redemption[] orders)` with all orders of the list, the bad ones too.
    function redeem(PartnerId partnerId, bytes calldata orders, bytes calldata signatures) external;

    /// @notice Gives points of a cancelled redemption back to its member, into the current epoch.
    /// @dev Nothing is stored per order when it is spent. The contract keeps, per partner and day, one hash that chains
    /// the lists; the proof recomputes it, so only an order that was really spent can be restored, at most by its own
    /// points, and only to its own member. Reverts with `RestoreOutOfTime`, `OrderNotSpent`, `RestoreExceedsOrder`,
    /// `PartnerSignatureInvalid`, and as registry and ledger do.
    /// @param points How many of the order's points, 1 or more.
    /// @param partnerSignature Of the partner's redemption key, over
    /// `Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)`; so it works once.
    function restore(
        PartnerId partnerId,
        Order calldata order,
        uint256 points,
        SpentProof calldata proof,
        bytes calldata partnerSignature
    ) external;

    /// @notice Copies the partner's redemption key from the registry, so that redeeming need not ask for it.
    /// @dev Anybody may call it, and the registry does after every change, so the copy is never stale. Only the
    /// ledger's own module takes one: it alone is told of changes. Without a copy the registry is asked each time.
    function refreshKey(PartnerId partnerId) external;

    /// @notice The points redeemed at a partner and restored in a month, by this module and those before it.
    /// @param month Months since 1970-01, UTC. Points count where they were redeemed and where they were restored,
    /// which may be another month.
    function redemptionTotals(
        PartnerId partnerId,
        uint256 month
    ) external view returns (uint64 redeemed, uint64 restored);

    /// @notice Whether points were ever redeemed at a partner, by this module or one before it.
    function isBooked(PartnerId partnerId) external view returns (bool);

    /// @notice The ledger that this module spends at.
    function token() external view returns (IPointsToken);

    /// @notice The module that this one came after; zero for the first.
    function predecessor() external view returns (IPointsRedemption);

    /// @notice The partner's chain of the lists of `day`; zero where there was none or where more than 31 days passed
    /// before a later list.
    function chainOf(PartnerId partnerId, uint256 day) external view returns (bytes24);

    /// @notice How many points of an order came back.
    function pointsRestored(bytes32 orderHash) external view returns (uint256);

    /// @notice The EIP-712 struct hash of an order: its name everywhere.
    function hashOfOrder(PartnerId partnerId, Order calldata order) external view returns (bytes32);

    /// @notice The EIP-712 digest that the member signs.
    function digestOfOrder(PartnerId partnerId, Order calldata order) external view returns (bytes32);

    /// @notice The EIP-712 digest that the partner signs for a list, given the struct hashes of its orders.
    function digestOfList(PartnerId partnerId, bytes32[] calldata orderHashes) external view returns (bytes32);

    /// @notice The EIP-712 digest that the partner signs for a restoration.
    function digestOfRestoration(
        PartnerId partnerId,
        bytes32 order,
        uint256 points,
        uint256 restoredBefore
    ) external view returns (bytes32);

    /// @notice The address of the member whose key is a passkey.
    /// @param rpIdHash SHA-256 of the relying party's id, the site's domain.
    function passkeyAccount(bytes32 rpIdHash, bytes32 x, bytes32 y) external pure returns (address);
}
