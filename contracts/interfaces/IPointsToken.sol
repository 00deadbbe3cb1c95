// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {PartnerId} from "../types/PartnerId.sol";

/// @title The ledger of points
/// @notice An ERC-20 whose balances can be redeemed but never sent. Points belong to the epoch in which they were
/// credited (a *lot*) and live for six epochs, the one they were credited in included: at least five whole ones.
/// @dev An account is one word: `[epoch 16][flags 4][nonce 20][lot5 36] ... [lot0 36]`, lot0 being `epoch`'s own lot.
/// The supply is a word of the same shape, so `totalSupply` is live and exact.
interface IPointsToken is IERC20, IERC20Metadata {
    /// @notice The parts of the ledger that may change balances.
    enum Module {
        Issuance,
        Redemption,
        Accounts
    }

    /// @notice ERC-7818: how epochs are counted.
    enum EPOCH_TYPE {
        BLOCKS_BASED,
        TIME_BASED
    }

    /// @notice A return took back fewer points than it should have, because the member had spent the others.
    event DebitShortfall(PartnerId indexed partnerId, address indexed account, uint256 points);

    /// @notice The contract that may act as `module` changed.
    event ModuleReplaced(Module indexed module, address indexed from, address indexed to);

    /// @notice Redemption of `account` was stopped (`frozen`) or allowed again.
    event AccountFrozen(address indexed account, bool frozen);

    error NotTheModule(Module module, address caller);
    error RecordsMalformed(uint256 length);
    error AccountZero();
    error AccountClosed(address account);
    error SupplyLimitExceeded(uint256 epoch, uint256 supply, uint256 added);

    /// @notice Credits points of the current epoch: 26-byte records of address and uint48 points, back to back.
    /// @return total The sum of the points credited.
    function credit(bytes calldata records) external returns (uint256 total);

    /// @notice Takes points back, newest lot first, at most the balance of each account; logs what was missing.
    /// @return total The sum of the points taken, shortfalls excluded.
    function debit(PartnerId partnerId, bytes calldata records) external returns (uint256 total);

    /// @notice Logs the expiry of the accounts' dead lots, so that the sum of the logs equals the balances. Anyone may.
    function sweep(address[] calldata accounts) external;

    /// @notice The raw account word, not rolled to the current epoch.
    function accountWord(address account) external view returns (uint256);

    /// @notice The raw supply word, not rolled to the current epoch.
    function supplyWord() external view returns (uint256);

    /// @notice The contract that may act as `module`; zero while there is none.
    function moduleOf(Module module) external view returns (address);

    /* ERC-7818 read interface */

    function balanceOfAtEpoch(uint256 epoch, address account) external view returns (uint256);

    function currentEpoch() external view returns (uint256);

    /// @notice Seconds in an epoch.
    function epochLength() external view returns (uint256);

    function epochType() external view returns (EPOCH_TYPE);

    /// @notice Number of epochs that points live, the one they were credited in included.
    function validityDuration() external view returns (uint256);

    function isEpochExpired(uint256 epoch) external view returns (bool);

    /* ERC-1404 */

    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);

    function messageForTransferRestriction(uint8 code) external view returns (string memory);

    /* ERC-7572 */

    function contractURI() external view returns (string memory);
}
