// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {Refusals} from "./Refusals.sol";
import {VM} from "../invariants/Vm.sol";

/// @title What the ledger answers and refuses where the campaign does not go
contract LedgerRefusals is Refusals {
    address private constant MEMBER = address(0xa11ce);
    address private constant CLOSED = address(0xc105ed);

    /* EPOCHS */

    function deployWith(uint256 epochLength) external returns (PointsToken) {
        LedgerGate.FoundingModules memory none;
        return new PointsToken(address(1), "Points", "P", "", epochLength, none);
    }

    function test_epochsAreAnHourToTenYearsLong() external {
        uint256[2] memory outside = [uint256(1 hours - 1), uint256(3_660 days + 1)];
        for (uint256 i = 0; i < outside.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(IPointsToken.EpochLengthOutOfRange.selector, outside[i]);
            _refuses(address(this), abi.encodeCall(this.deployWith, (outside[i])), expected);
        }
        assert(this.deployWith(1 hours).epochLength() == 1 hours);
        assert(this.deployWith(3_660 days).epochLength() == 3_660 days);
    }

    function test_epochsBeginAtMultiplesOfTheirLength() external {
        assert(_token.currentEpoch() == 1);
        uint256 next = _token.epochStart(2);
        assert(next % EPOCH_LENGTH == 0 && next > START && next <= START + EPOCH_LENGTH);
        VM.warp(next - 1);
        assert(_token.currentEpoch() == 1);
        VM.warp(next);
        assert(_token.currentEpoch() == 2);
    }

    function test_pointsLiveForSixEpochs() external {
        _credit(MEMBER, 70);
        assert(_token.validityDuration() == 6 && _token.epochType() == IPointsToken.EPOCH_TYPE.TIME_BASED);
        VM.warp(_token.epochStart(6));
        assert(!_token.isEpochExpired(1) && !_token.isEpochExpired(7));
        assert(_token.balanceOfAtEpoch(1, MEMBER) == 70 && _token.balanceOfAtEpoch(7, MEMBER) == 0);
        VM.warp(_token.epochStart(7));
        assert(_token.isEpochExpired(1) && !_token.isEpochExpired(2));
        assert(_token.balanceOfAtEpoch(1, MEMBER) == 0 && _token.balanceOf(MEMBER) == 0);
    }

    /* WHAT WALLETS SEE */

    function test_saysWhatItIs() external {
        assert(_sameText(_token.name(), "Entente points") && _sameText(_token.symbol(), "EPT"));
        assert(_token.decimals() == 0 && _token.allowance(MEMBER, CLOSED) == 0);
        assert(_sameText(_token.contractURI(), "https://points.example.org/about.json"));
        _token.setContractURI("ipfs://other");
        assert(_sameText(_token.contractURI(), "ipfs://other"));
        // ERC-165, ERC-1404 and ERC-20's metadata; not ERC-20.
        assert(_token.supportsInterface(0x01ffc9a7) && _token.supportsInterface(0xab84a5c8));
        assert(_token.supportsInterface(0xa219a025));
        assert(!_token.supportsInterface(0x36372b07) && !_token.supportsInterface(0xffffffff));
    }

    function test_refusesWhatWalletsTryWithASentence() external {
        bytes memory sentence = abi.encodeWithSignature(
            "Error(string)",
            "Points cannot be sent; redeem them at a partner of the coalition"
        );
        _refuses(address(_token), abi.encodeCall(_token.transfer, (MEMBER, 1)), sentence);
        _refuses(address(_token), abi.encodeCall(_token.transferFrom, (MEMBER, CLOSED, 1)), sentence);
        _refuses(address(_token), abi.encodeCall(_token.approve, (MEMBER, 1)), sentence);
    }

    /* ERC-1404 */

    function test_foretellsWhatIssuingMeets() external {
        assert(_token.detectTransferRestriction(MEMBER, CLOSED, 1) == 1);
        assert(_token.detectTransferRestriction(address(0), address(0), 1) == 1);
        _credit(MEMBER, 100);
        uint256 room = 2 ** 36 - 1 - 100;
        assert(_token.detectTransferRestriction(address(0), MEMBER, room) == 0);
        assert(_token.detectTransferRestriction(address(0), MEMBER, room + 1) == 7);
        _token.pauseIssuing();
        assert(_token.detectTransferRestriction(address(0), MEMBER, 1) == 2);
        _pauses(true, false);
        _token.resumeIssuing();
        assert(_token.detectTransferRestriction(address(0), MEMBER, 1) == 0);
        _pauses(false, false);
    }

    function test_foretellsWhatRedeemingMeets() external {
        _credit(MEMBER, 100);
        assert(_token.detectTransferRestriction(MEMBER, address(0), 100) == 0);
        assert(_token.detectTransferRestriction(MEMBER, address(0), 101) == 6);
        _token.freeze(MEMBER);
        _frozen(true, false);
        assert(_token.detectTransferRestriction(MEMBER, address(0), 1) == 4);
        _token.unfreeze(MEMBER);
        _frozen(false, false);
        _token.pauseRedeeming();
        _pauses(false, true);
        assert(_token.detectTransferRestriction(MEMBER, address(0), 1) == 3);
        _token.resumeRedeeming();
        _token.replaceModule(IPointsToken.Module.Accounts, address(this));
        assert(_token.moveAccount(MEMBER, CLOSED) == 100);
        assert(_token.detectTransferRestriction(MEMBER, address(0), 1) == 5);
        assert(_token.successorOf(MEMBER) == CLOSED && _token.balanceOf(CLOSED) == 100);
    }

    function test_hasASentenceForEachCode() external view {
        string[9] memory sentences = [
            "Allowed",
            "Points cannot be sent; redeem them at a partner of the coalition",
            "Issuing of points is paused",
            "Redeeming of points is paused",
            "This account is frozen; its points cannot be redeemed until that is lifted",
            "This account is closed; its points moved to another key of the same member",
            "There are fewer points in this account",
            "There is no room for more points in this epoch",
            "Unknown restriction"
        ];
        for (uint8 code = 0; code < sentences.length; ++code) {
            assert(_sameText(_token.messageForTransferRestriction(code), sentences[code]));
        }
    }

    function _pauses(bool issuing, bool redeeming) private view {
        (bool noIssuing, bool noRedeeming) = _token.paused();
        assert(noIssuing == issuing && noRedeeming == redeeming);
    }

    function _frozen(bool byOperator, bool byMember) private view {
        (bool operator, bool member) = _token.frozenBy(MEMBER);
        assert(operator == byOperator && member == byMember);
    }

    /* MODULES AND RECORDS */

    function test_onlyTheAccountsModuleFreezesForMembers() external {
        bytes memory expected = _notTheModule(IPointsToken.Module.Accounts);
        _refuses(address(_token), abi.encodeCall(_token.setMemberFreeze, (MEMBER, true)), expected);
        _token.replaceModule(IPointsToken.Module.Accounts, address(this));
        _credit(MEMBER, 1);
        _token.setMemberFreeze(MEMBER, true);
        _frozen(false, true);
    }

    function test_onlyTheAccountsModuleMovesAndReserves() external {
        bytes memory expected = _notTheModule(IPointsToken.Module.Accounts);
        _credit(MEMBER, 1);
        _refuses(address(_token), abi.encodeCall(_token.moveAccount, (MEMBER, CLOSED)), expected);
        _refuses(address(_token), abi.encodeCall(_token.reserveAccount, (MEMBER, CLOSED)), expected);
        _refuses(address(_token), abi.encodeCall(_token.reserveAccount, (MEMBER, address(0))), expected);
        assert(_token.reservationOf(MEMBER) == address(0) && _token.accountWord(CLOSED) == 0);
        _token.replaceModule(IPointsToken.Module.Accounts, address(this));
        _token.reserveAccount(MEMBER, CLOSED);
        assert(_token.reservationOf(MEMBER) == CLOSED && _token.successorOf(CLOSED) == MEMBER);
        assert(_token.moveAccount(MEMBER, CLOSED) == 1);
        assert(_token.reservationOf(MEMBER) == address(0) && _token.successorOf(MEMBER) == CLOSED);
    }

    function test_onlyTheRedemptionModuleSpendsAndRestores() external {
        bytes memory expected = _notTheModule(IPointsToken.Module.Redemption);
        bytes memory record = abi.encodePacked(MEMBER, uint48(5));
        bytes memory order = abi.encodePacked(MEMBER, uint48(5), uint24(1));
        _credit(MEMBER, 5);
        _refuses(address(_token), abi.encodeCall(_token.restore, (record)), expected);
        _refuses(address(_token), abi.encodeCall(_token.spend, (order)), expected);
        _refuses(address(_token), abi.encodeCall(_token.takeOne, (bytes32(bytes.concat(order, bytes3(0))))), expected);
        assert(_token.balanceOf(MEMBER) == 5);
    }

    function test_movesNothingToTheZeroAddressNorToAUsedOne() external {
        address other = address(0x07e4);
        _credit(MEMBER, 5);
        _credit(other, 1);
        _token.replaceModule(IPointsToken.Module.Accounts, address(this));
        bytes memory toZero = abi.encodeWithSelector(IPointsToken.AccountZero.selector);
        _refuses(address(_token), abi.encodeCall(_token.moveAccount, (MEMBER, address(0))), toZero);
        bytes memory used = abi.encodeWithSelector(IPointsToken.AccountUsed.selector, MEMBER);
        _refuses(address(_token), abi.encodeCall(_token.moveAccount, (MEMBER, MEMBER)), used);
        used = abi.encodeWithSelector(IPointsToken.AccountUsed.selector, other);
        _refuses(address(_token), abi.encodeCall(_token.moveAccount, (MEMBER, other)), used);
        // What is kept for one account is used for all others.
        _token.reserveAccount(MEMBER, CLOSED);
        used = abi.encodeWithSelector(IPointsToken.AccountUsed.selector, CLOSED);
        _refuses(address(_token), abi.encodeCall(_token.moveAccount, (other, CLOSED)), used);
        _refuses(address(_token), abi.encodeCall(_token.reserveAccount, (other, CLOSED)), used);
        assert(_token.balanceOf(MEMBER) == 5 && _token.balanceOf(other) == 1);
    }

    function _notTheModule(IPointsToken.Module module) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPointsToken.NotTheModule.selector, module, address(this));
    }

    function test_takesWholeRecordsAndOrdersOnly() external {
        bytes memory record = abi.encodePacked(MEMBER, uint48(5), uint8(0));
        bytes memory expected = abi.encodeWithSelector(IPointsToken.RecordsMalformed.selector, record.length);
        _refuses(address(_token), abi.encodeCall(_token.issuePoints, (record)), expected);
        _refuses(address(_token), abi.encodeCall(_token.reversePoints, (SHOP, record)), expected);
        _token.replaceModule(IPointsToken.Module.Redemption, address(this));
        bytes memory order = abi.encodePacked(MEMBER, uint48(5), uint24(1), uint8(0));
        expected = abi.encodeWithSelector(IPointsToken.RecordsMalformed.selector, order.length);
        _refuses(address(_token), abi.encodeCall(_token.spend, (order)), expected);
        _refuses(address(_token), abi.encodeCall(_token.restore, (order)), expected);
    }
}
