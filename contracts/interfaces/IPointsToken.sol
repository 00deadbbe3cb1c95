// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {PartnerId} from "../types/PartnerId.sol";

/// @title The ledger of points
/// @notice An ERC-20 whose balances can be redeemed but never sent. Points belong to the epoch in which they were
/// credited (a *lot*) and live for six epochs, the one they were credited in included: at least five whole ones.
/// @dev An account is one word: `[epoch 16][flags 4][nonce 20][lot5 36] ... [lot0 36]`, lot0 being `epoch`'s own lot.
/// The supply is a word of the same shape, so `totalSupply` is live and exact. Points are whole numbers (`decimals` 0).
/// Epochs are numbered from 1, the one of the deployment; the last that the word can name, 65,535, never ends: from
/// then on points no longer expire. `transfer`, `transferFrom` and `approve` always revert, with a string that wallets
/// show.
interface IPointsToken is IERC20, IERC20Metadata {
    /// @notice The parts of the ledger that may change balances.
    enum Module {
        Issuance,
        Redemption,
        Accounts
    }

    /// @notice What became of one order to spend.
    enum SpendOutcome {
        Spent,
        /// The nonce is not above the account's last one, or above 1,048,575.
        NonceUnusable,
        Frozen,
        Closed,
        Insufficient
    }

    /// @notice ERC-7818: how epochs are counted.
    // solhint-disable-next-line contract-name-capwords
    enum EPOCH_TYPE {
        BLOCKS_BASED,
        TIME_BASED
    }

    /// @notice A return took back fewer points than it should have, because the member had spent the others.
    /// @param account The account that the partner's record named, also where its points have moved on since.
    /// @param points The points that were missing.
    event DebitShortfall(PartnerId indexed partnerId, address indexed account, uint256 points);

    /// @notice The contract that may act as `module` changed.
    event ModuleReplaced(Module indexed module, address indexed from, address indexed to);

    /// @notice Redemption of `account` was stopped (`frozen`) or allowed again. Either of operator and member can stop
    /// it, and it is allowed again when neither does; `frozenBy` says who.
    event AccountFrozen(address indexed account, bool frozen);

    /// @notice All points of `from` went to `to`, and `from` is closed for ever: what is credited to it later, or
    /// debited from it, is credited to or debited from `to`.
    event AccountMoved(address indexed from, address indexed to, uint256 points);

    /// @notice Issuing (credits and debits) was stopped or allowed again.
    event IssuingPaused(bool paused);

    /// @notice Redeeming (spending, restoring and moving) was stopped or allowed again.
    event RedeemingPaused(bool paused);

    /// @notice ERC-7572: the document behind `contractURI` changed.
    event ContractURIUpdated();

    error NotTheModule(Module module, address caller);
    error ModuleReplacedBefore(Module module, address to);
    /// @notice The bytes are not a whole number of records.
    error RecordsMalformed(uint256 length);
    error AccountZero();
    error AccountClosed(address account);
    /// @notice The ledger has never seen the account: nothing can be kept for it.
    error AccountUnknown(address account);
    /// @notice A move may only go to an address that the ledger has never seen, or that is reserved for the account.
    error AccountUsed(address account);
    /// @notice A credit of no points: it would do nothing but use up a fresh address.
    error PointsZero(address account);
    /// @notice An epoch's lot of the supply would pass 2^36 - 1 points.
    error SupplyLimitExceeded(uint256 epoch, uint256 supply, uint256 added);
    error IssuingIsPaused();
    error RedeemingIsPaused();
    error EpochLengthOutOfRange(uint256 length);

    /* MODULES */

    /// @notice Credits points of the current epoch. Issuance module only.
    /// @dev Reverts as a whole with `RecordsMalformed`, `PointsZero`, `AccountZero`, `SupplyLimitExceeded` or
    /// `IssuingIsPaused`. A record of a closed account credits the account that it moved to, one of a reserved address
    /// the account that it is reserved for: logged as a mint to the first and a transfer on.
    /// @param records 26-byte records of address and uint48 points, which are not 0, back to back. An address may come
    /// more than once.
    /// @return total The sum of the points credited.
    function issuePoints(bytes calldata records) external returns (uint256 total);

    /// @notice Takes points back, newest lot first, at most the balance of each account; logs what was missing as
    /// `DebitShortfall`. Issuance module only.
    /// @dev Reverts as `issuePoints` does, save that a record may be of 0 points. Frozen accounts are debited too; for
    /// a closed or reserved account the one pays that it leads to. An account that the ledger never saw stays unseen.
    /// @param records As for `issuePoints`.
    /// @return total The sum of the points taken, shortfalls excluded.
    function reversePoints(PartnerId partnerId, bytes calldata records) external returns (uint256 total);

    /// @notice Spends points for a list of orders, oldest lot first. Redemption module only.
    /// @dev Warning: the module answers for the member's consent; the ledger checks none. An order that cannot be
    /// carried out changes nothing and gets its outcome; the others go on. Reverts only with `NotTheModule`,
    /// `RecordsMalformed` or `RedeemingIsPaused`.
    /// @param orders 29-byte orders of address, uint48 points, uint24 nonce, back to back. Nonces of an account rise
    /// from 1 to 1,048,575; gaps are fine, a lower one is dead.
    /// @return total The sum of the points spent.
    /// @return outcomes A byte per order, its `SpendOutcome`; empty where every order was spent.
    function spend(bytes calldata orders) external returns (uint256 total, bytes memory outcomes);

    /// @notice `spend` for one order.
    /// @dev The name has a low selector, which the compiler's code compares early: `spendOne` would cost 700 gas more.
    /// @param order As one of `spend`; the last three bytes are not looked at.
    function takeOne(bytes32 order) external returns (SpendOutcome);

    /// @notice Gives points of cancelled redemptions back, into the current epoch. Redemption module only.
    /// @dev Records, closed accounts and reverts as for `issuePoints`, with `RedeemingIsPaused`.
    function restore(bytes calldata records) external returns (uint256 total);

    /// @notice Moves all that `from` has, freezes included, to `to` and closes `from` for ever. Accounts module only.
    /// All accounts that moved to `from` lead to `to` from now on, which costs 7,300 gas for each.
    /// @dev Warning: the module answers for the consent of both keys. The nonce does not move: signatures name their
    /// member, so those of `from` are dead and `to` begins anew. A reservation of `from` ends, whoever it was for.
    /// Reverts with `AccountZero`, `AccountClosed(from)`, `AccountUsed(to)`, `RedeemingIsPaused`.
    /// @return points The points that moved.
    function moveAccount(address from, address to) external returns (uint256 points);

    /// @notice Keeps the address `to`, which the ledger has never seen, for `from` to move to; zero keeps none.
    /// Accounts module only. An account has one reservation at most: a new one ends the one before.
    /// @dev Nobody can use a reserved address and so stop the move: what is credited to it or debited from it is
    /// credited to or debited from `from`, it cannot be frozen, and no other account can move to it. Afterwards it is
    /// again an address that the ledger has never seen. Reverts with `AccountZero`, `AccountClosed(from)`,
    /// `AccountUnknown(from)`, `AccountUsed(to)`.
    function reserveAccount(address from, address to) external;

    /// @notice Sets the member's own freeze of an account. Accounts module only.
    function setMemberFreeze(address account, bool frozen) external;

    /* OPERATOR */

    /// @notice Stops redemption of an account, whatever the member's own freeze says. Operator only, without delay.
    function freeze(address account) external;

    /// @notice Lifts the operator's freeze; the member's own stays.
    function unfreeze(address account) external;

    /// @notice Stops credits and debits for all. Operator only, without delay.
    function pauseIssuing() external;

    /// @notice Allows credits and debits again.
    function resumeIssuing() external;

    /// @notice Stops spending, restoring and moving for all. Operator only, without delay.
    function pauseRedeeming() external;

    /// @notice Allows spending, restoring and moving again.
    function resumeRedeeming() external;

    /// @notice Makes `to` the contract that may act as `module`; zero for none. Operator only, with a delay. A module
    /// that was replaced never comes back: `ModuleReplacedBefore`.
    /// @dev Warning: a module can change every balance. This is the one power that could break the ledger's promises.
    function replaceModule(Module module, address to) external;

    /// @notice Replaces the ERC-7572 document that wallets show. Operator only, with a delay.
    function setContractURI(string calldata uri) external;

    /* ANYBODY */

    /// @notice Logs the expiry of the accounts' dead lots, so that the sum of the logs equals the balances.
    /// @dev Accounts without dead lots, unknown and closed ones are passed over.
    function sweep(address[] calldata accounts) external;

    /* VIEWS */

    /// @notice The raw account word, not rolled to the current epoch.
    function accountWord(address account) external view returns (uint256);

    /// @notice The raw supply word, not rolled to the current epoch. Where an account has flags and nonce it has
    /// switches, from bit 216 up: issuing paused, redeeming paused, modules replaced since deployment (three bits).
    function supplyWord() external view returns (uint256);

    /// @notice The contract that may act as `module`; zero while there is none.
    function moduleOf(Module module) external view returns (address);

    /// @notice The last nonce that the account spent with; the next order needs a higher one.
    function lastNonce(address account) external view returns (uint256);

    /// @notice Who stopped redemption of the account: the operator, the member, both or nobody.
    function frozenBy(address account) external view returns (bool operator, bool member);

    /// @notice Where the points of a closed account are, over any number of moves; for a reserved address the account
    /// that it is reserved for; zero for all others.
    function successorOf(address account) external view returns (address);

    /// @notice The address that is kept for an account to move to; zero while there is none.
    function reservationOf(address account) external view returns (address);

    /// @notice Whether issuing and redeeming are stopped for all.
    function paused() external view returns (bool issuing, bool redeeming);

    /// @notice The Unix second at which `epoch` begins. Points of epoch `e` expire at `epochStart(e + 6)`.
    function epochStart(uint256 epoch) external view returns (uint256);

    /* ERC-7818 read interface */

    /// @notice The points of `epoch` that the account still has; 0 for expired and future epochs.
    function balanceOfAtEpoch(uint256 epoch, address account) external view returns (uint256);

    /// @notice The epoch of the present second; 1 is the one of the deployment.
    function currentEpoch() external view returns (uint256);

    /// @notice Seconds in an epoch.
    function epochLength() external view returns (uint256);

    /// @notice Always `TIME_BASED`.
    function epochType() external view returns (EPOCH_TYPE);

    /// @notice Number of epochs that points live, the one they were credited in included.
    function validityDuration() external view returns (uint256);

    /// @notice Whether points of `epoch` count no longer.
    function isEpochExpired(uint256 epoch) external view returns (bool);

    /* ERC-1404 */

    /// @notice 0 for what the ledger would do (mint is `from` zero, burn is `to` zero), else why it would not.
    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);

    /// @notice What a code of `detectTransferRestriction` means, for people.
    function messageForTransferRestriction(uint8 code) external view returns (string memory);

    /* ERC-7572 */

    /// @notice Where the document about the points is: name, symbol, image, links.
    function contractURI() external view returns (string memory);
}
