// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {LedgerGate} from "./ledger/LedgerGate.sol";
import {PointsLedger} from "./ledger/PointsLedger.sol";
import {IPointsToken} from "./interfaces/IPointsToken.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {TransferRestriction} from "./libraries/TransferRestriction.sol";

/// @title The ledger of points, as wallets and the operator see it
/// @notice See `IPointsToken`; how balances change is in `PointsLedger`.
contract PointsToken is PointsLedger, IERC165, AccessManaged {
    /* STORAGE */

    ShortString private immutable NAME;
    ShortString private immutable SYMBOL;

    string private _contractURI;

    /// @param name_ At most 31 bytes; so is the symbol, and wallets take at most 11 of it.
    /// @param length Seconds in an epoch, an hour to ten years.
    constructor(
        address authority,
        string memory name_,
        string memory symbol_,
        string memory uri,
        uint256 length,
        FoundingModules memory modules
    ) AccessManaged(authority) LedgerGate(length, modules) {
        NAME = ShortStrings.toShortString(name_);
        SYMBOL = ShortStrings.toShortString(symbol_);
        _contractURI = uri;
        emit ContractURIUpdated();
    }

    /* OPERATOR */

    /// @inheritdoc IPointsToken
    function freeze(address account) external restricted {
        _setFlag(account, AccountWord.FROZEN_BY_OPERATOR, true);
    }

    /// @inheritdoc IPointsToken
    function unfreeze(address account) external restricted {
        _setFlag(account, AccountWord.FROZEN_BY_OPERATOR, false);
    }

    /// @inheritdoc IPointsToken
    function pauseIssuing() external restricted {
        _setIssuingPaused(true);
    }

    /// @inheritdoc IPointsToken
    function resumeIssuing() external restricted {
        _setIssuingPaused(false);
    }

    /// @inheritdoc IPointsToken
    function pauseRedeeming() external restricted {
        _setRedeemingPaused(true);
    }

    /// @inheritdoc IPointsToken
    function resumeRedeeming() external restricted {
        _setRedeemingPaused(false);
    }

    /// @inheritdoc IPointsToken
    function replaceModule(Module module, address to) external restricted {
        _replaceModule(module, to);
    }

    /// @inheritdoc IPointsToken
    function setContractURI(string calldata uri) external restricted {
        _contractURI = uri;
        emit ContractURIUpdated();
    }

    function _setIssuingPaused(bool on) private {
        _supply = on ? _supply | ISSUING_PAUSED : _supply & ~ISSUING_PAUSED;
        emit IssuingPaused(on);
    }

    function _setRedeemingPaused(bool on) private {
        _supply = on ? _supply | REDEEMING_PAUSED : _supply & ~REDEEMING_PAUSED;
        emit RedeemingPaused(on);
    }

    /* ERC-20 */

    /// @dev The three that a wallet can call refuse with a string, because wallets show strings and no custom errors.
    function transfer(address, uint256) external pure returns (bool) {
        revert(TransferRestriction.messageFor(TransferRestriction.NOT_TRANSFERABLE));
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        revert(TransferRestriction.messageFor(TransferRestriction.NOT_TRANSFERABLE));
    }

    function approve(address, uint256) external pure returns (bool) {
        revert(TransferRestriction.messageFor(TransferRestriction.NOT_TRANSFERABLE));
    }

    /// @inheritdoc IERC20
    function allowance(address, address) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) public view returns (uint256) {
        return AccountWord.sum(_liveWord(account));
    }

    /// @inheritdoc IERC20
    function totalSupply() external view returns (uint256) {
        return AccountWord.sum(AccountWord.rollTo(_supply, _epochNow()));
    }

    /// @inheritdoc IERC20Metadata
    function name() external view returns (string memory) {
        return ShortStrings.toString(NAME);
    }

    /// @inheritdoc IERC20Metadata
    function symbol() external view returns (string memory) {
        return ShortStrings.toString(SYMBOL);
    }

    /// @inheritdoc IERC20Metadata
    function decimals() external pure returns (uint8) {
        return 0;
    }

    /// @dev The account's word at the current epoch; empty for closed accounts.
    function _liveWord(address account) private view returns (uint256) {
        uint256 word = accountWord(account);
        return AccountWord.isClosed(word) ? 0 : AccountWord.rollTo(word, _epochNow());
    }

    /* VIEWS */

    /// @inheritdoc IPointsToken
    function supplyWord() external view returns (uint256) {
        return _supply;
    }

    /// @inheritdoc IPointsToken
    function lastNonce(address account) external view returns (uint256) {
        return AccountWord.nonceOf(accountWord(account));
    }

    /// @inheritdoc IPointsToken
    function frozenBy(address account) external view returns (bool operator, bool member) {
        uint256 word = accountWord(account);
        return (word & AccountWord.FROZEN_BY_OPERATOR != 0, word & AccountWord.FROZEN_BY_MEMBER != 0);
    }

    /// @inheritdoc IPointsToken
    function successorOf(address account) external view returns (address) {
        return AccountWord.successorOf(accountWord(account));
    }

    /// @inheritdoc IPointsToken
    function paused() external view returns (bool issuing, bool redeeming) {
        return (_supply & ISSUING_PAUSED != 0, _supply & REDEEMING_PAUSED != 0);
    }

    /// @inheritdoc IPointsToken
    function contractURI() external view returns (string memory) {
        return _contractURI;
    }

    /// @inheritdoc IERC165
    /// @dev Only what is fully met: the ERC-20 id is left out because no transfer is possible.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(IERC165).interfaceId ||
            id == this.detectTransferRestriction.selector ^ this.messageForTransferRestriction.selector ||
            id == this.name.selector ^ this.symbol.selector ^ this.decimals.selector;
    }

    /* ERC-7818 */

    /// @inheritdoc IPointsToken
    function balanceOfAtEpoch(uint256 epoch, address account) external view returns (uint256) {
        uint256 now_ = _epochNow();
        return epoch > now_ ? 0 : AccountWord.lotAt(_liveWord(account), now_ - epoch);
    }

    /// @inheritdoc IPointsToken
    function epochType() external pure returns (EPOCH_TYPE) {
        return EPOCH_TYPE.TIME_BASED;
    }

    /// @inheritdoc IPointsToken
    function validityDuration() external pure returns (uint256) {
        return AccountWord.LOT_COUNT;
    }

    /// @inheritdoc IPointsToken
    function isEpochExpired(uint256 epoch) external view returns (bool) {
        uint256 now_ = _epochNow();
        return epoch < now_ && now_ - epoch >= AccountWord.LOT_COUNT;
    }

    /* ERC-1404 */

    /// @inheritdoc IPointsToken
    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8) {
        if ((from == address(0)) == (to == address(0))) return TransferRestriction.NOT_TRANSFERABLE;
        if (from == address(0)) {
            if (_supply & ISSUING_PAUSED != 0) return TransferRestriction.ISSUING_PAUSED;
            uint256 lot = AccountWord.lotAt(AccountWord.rollTo(_supply, _epochNow()), 0);
            return value > AccountWord.LOT_MAX - lot ? TransferRestriction.SUPPLY_LIMIT : TransferRestriction.NONE;
        }
        if (_supply & REDEEMING_PAUSED != 0) return TransferRestriction.REDEEMING_PAUSED;
        uint256 word = accountWord(from);
        if (AccountWord.isClosed(word)) return TransferRestriction.ACCOUNT_CLOSED;
        if (AccountWord.isFrozen(word)) return TransferRestriction.ACCOUNT_FROZEN;
        return value > balanceOf(from) ? TransferRestriction.POINTS_INSUFFICIENT : TransferRestriction.NONE;
    }

    /// @inheritdoc IPointsToken
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        return TransferRestriction.messageFor(code);
    }
}
