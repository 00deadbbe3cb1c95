// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsToken} from "../interfaces/IPointsToken.sol";
import {AccountWord} from "../libraries/AccountWord.sol";

/// @title Who may change balances, and when
/// @notice The third of `PointsToken` that stands before every change: modules, pauses and epochs.
abstract contract LedgerGate is IPointsToken {
    /// @notice The modules that the ledger is born with; zero for those that come later, by `replaceModule`.
    struct FoundingModules {
        address issuance;
        address redemption;
        address accounts;
    }

    /* STORAGE */

    // An account's word lies in the slot `account << 96`. Nothing else lies above slot 2^96, save a long contract URI
    // and the marks of former modules, whose places are hashes with low bits that no account's slot has. Slot 0 is the
    // zero address's: it holds a closed word, so that no points can come there.

    uint256 internal constant ISSUING_PAUSED = 1 << 216;
    uint256 internal constant REDEEMING_PAUSED = 1 << 217;
    uint256 private constant FIRST_MODULE_REPLACED = 1 << 218;
    uint256 private constant REDEMPTION_SWITCHES =
        REDEEMING_PAUSED | (FIRST_MODULE_REPLACED << uint256(Module.Redemption));

    uint256 private immutable EPOCH_LENGTH;
    /// The second at which epoch 0 would have begun.
    uint256 private immutable EPOCH_ORIGIN;
    // Founding modules are part of the code, because reading a slot for them would cost every call 2,100 gas.
    address private immutable FOUNDING_ISSUANCE;
    address private immutable FOUNDING_REDEMPTION;
    address private immutable FOUNDING_ACCOUNTS;

    uint256 private _zeroAddressWord = AccountWord.closedFor(address(0));
    uint256 internal _supply;
    address[3] private _replacements;
    mapping(address module => bool) private _formerModules;

    /// @param length Seconds in an epoch, an hour to ten years. Epochs begin at whole multiples of it since 1970.
    constructor(uint256 length, FoundingModules memory modules) {
        if (length < 1 hours || length > 3_660 days) revert EpochLengthOutOfRange(length);
        EPOCH_LENGTH = length;
        // Rounds down to the multiple that this second belongs to; the deployment's epoch is number 1.
        EPOCH_ORIGIN = (block.timestamp / length - 1) * length;
        FOUNDING_ISSUANCE = modules.issuance;
        FOUNDING_REDEMPTION = modules.redemption;
        FOUNDING_ACCOUNTS = modules.accounts;
        emit ModuleReplaced(Module.Issuance, address(0), modules.issuance);
        emit ModuleReplaced(Module.Redemption, address(0), modules.redemption);
        emit ModuleReplaced(Module.Accounts, address(0), modules.accounts);
    }

    /// @dev What every change of balances begins with: the caller is the module, nothing is paused, and the supply word
    /// is rolled to the current epoch. The caller stores it.
    function _open(Module module) internal view returns (uint256 supply) {
        supply = _supply;
        if (msg.sender != _moduleOf(module, supply)) revert NotTheModule(module, msg.sender);
        if (module == Module.Issuance) {
            if (supply & ISSUING_PAUSED != 0) revert IssuingIsPaused();
        } else if (supply & REDEEMING_PAUSED != 0) {
            revert RedeemingIsPaused();
        }
        return AccountWord.rollTo(supply, _epochNow());
    }

    /// @dev `_open` for the redemption module, quick in the usual case: it is the founding one, and nothing is paused.
    function _openRedeeming() internal view returns (uint256 supply) {
        supply = _supply;
        uint256 stranger = uint160(msg.sender) ^ uint160(FOUNDING_REDEMPTION);
        if (stranger | (supply & REDEMPTION_SWITCHES) != 0) return _open(Module.Redemption);
        uint256 epoch = _epochNow();
        return AccountWord.epochOf(supply) == epoch ? supply : AccountWord.rollTo(supply, epoch);
    }

    /// @dev The founding redemption module, and the switches of the supply word that stop it.
    function _redemptionGate() internal view returns (address founding, uint256 switches) {
        return (FOUNDING_REDEMPTION, REDEMPTION_SWITCHES);
    }

    /// @dev The second at which epoch 0 would have begun, and the seconds in an epoch.
    function _epochScale() internal view returns (uint256 start, uint256 length) {
        return (EPOCH_ORIGIN, EPOCH_LENGTH);
    }

    /* MODULES */

    /// @inheritdoc IPointsToken
    function moduleOf(Module module) public view returns (address) {
        return _moduleOf(module, _supply);
    }

    function _replaceModule(Module module, address to) internal {
        // What a module was not told while it was none (a partner's new key, a month's totals) it would not know.
        if (_formerModules[to]) revert ModuleReplacedBefore(module, to);
        address from = moduleOf(module);
        if (from != address(0)) _formerModules[from] = true;
        _replacements[uint256(module)] = to;
        _supply |= FIRST_MODULE_REPLACED << uint256(module);
        emit ModuleReplaced(module, from, to);
    }

    function _moduleOf(Module module, uint256 supply) private view returns (address) {
        if (supply & (FIRST_MODULE_REPLACED << uint256(module)) != 0) return _replacements[uint256(module)];
        if (module == Module.Issuance) return FOUNDING_ISSUANCE;
        return module == Module.Redemption ? FOUNDING_REDEMPTION : FOUNDING_ACCOUNTS;
    }

    /* EPOCHS */

    /// @inheritdoc IPointsToken
    function currentEpoch() external view returns (uint256) {
        return _epochNow();
    }

    /// @inheritdoc IPointsToken
    function epochLength() external view returns (uint256) {
        return EPOCH_LENGTH;
    }

    /// @inheritdoc IPointsToken
    function epochStart(uint256 epoch) external view returns (uint256) {
        return EPOCH_ORIGIN + epoch * EPOCH_LENGTH;
    }

    /// @dev The last epoch that 16 bits can name never ends: better points that no longer expire than a ledger that
    /// stops.
    function _epochNow() internal view returns (uint256) {
        uint256 epoch;
        (uint256 zero, uint256 length) = (EPOCH_ORIGIN, EPOCH_LENGTH);
        // Unchecked: time does not run back behind the deployment, and no length is zero. Rounds down: an epoch begins
        // at its first second.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            epoch := div(sub(timestamp(), zero), length)
        }
        return epoch < AccountWord.EPOCH_MAX ? epoch : AccountWord.EPOCH_MAX;
    }
}
