// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemberKey} from "../../contracts/libraries/MemberKey.sol";
import {RedemptionWord} from "../../contracts/libraries/RedemptionWord.sol";
import {MoodyWallet} from "../invariants/MemberKeys.sol";
import {Refusals} from "./Refusals.sol";
import {VM} from "../invariants/Vm.sol";

/// @title Libraries whose functions are internal, as something that can be called
contract LibraryDoor {
    function signed(address member, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return MemberKey.signed(member, digest, signature);
    }

    function pack(bytes24 chain, uint256 day, uint256 redeemed) external pure returns (uint256) {
        return RedemptionWord.pack(chain, day, redeemed);
    }

    function afterList(uint256 word, bytes32 list, uint256 points) external pure returns (uint256) {
        return RedemptionWord.afterList(word, list, points);
    }
}

/// @title What the libraries refuse where the campaign does not go
contract LibrariesRefusals is Refusals {
    bytes32 private constant DIGEST = keccak256("what a member signs");
    uint256 private constant MONTH_MAX = 2 ** 44 - 1;

    LibraryDoor private _door;

    function setUp() public override {
        super.setUp();
        _door = new LibraryDoor();
    }

    function test_aMonthHoldsFortyFourBitsOfPoints() external {
        bytes memory expected = abi.encodeWithSelector(
            RedemptionWord.RedeemedTooHigh.selector,
            MONTH_MAX + 1,
            MONTH_MAX
        );
        _refuses(address(_door), abi.encodeCall(_door.pack, (bytes24(0), 20_000, MONTH_MAX + 1)), expected);
        uint256 word = _door.pack(bytes24("chain"), 20_000, MONTH_MAX - 4);
        assert(RedemptionWord.redeemedOf(word) == MONTH_MAX - 4);
        assert(RedemptionWord.dayOf(word) == 20_000 && RedemptionWord.chainOf(word) == bytes24("chain"));
        _refuses(address(_door), abi.encodeCall(_door.afterList, (word, "list", 5)), expected);
        word = _door.afterList(word, "list", 4);
        assert(RedemptionWord.redeemedOf(word) == MONTH_MAX && RedemptionWord.dayOf(word) == 20_000);
        assert(RedemptionWord.chainOf(word) == RedemptionWord.link(bytes24("chain"), "list"));
    }

    function test_aPasskeysDataAreThirtySevenBytesOrMore() external view {
        (uint256 x, uint256 y) = VM.publicKeyP256(0x9a55);
        bytes32 site = sha256("wallet.example.org");
        address member = MemberKey.passkeyAddress(site, bytes32(x), bytes32(y));
        bytes memory short = abi.encodePacked(site, hex"05", bytes3(0));
        bytes memory assertion = abi.encode(bytes32("r"), bytes32("s"), uint256(23), uint256(1), short, "{}");
        assert(!_door.signed(member, DIGEST, abi.encodePacked(x, y, assertion)));
    }

    /// @dev Whoever posts could else make a wallet's good signature fail.
    function test_asksNoWalletWithTooLittleGas() external {
        MoodyWallet wallet = new MoodyWallet();
        bytes memory yes = abi.encodePacked(MoodyWallet.Mood.Approves, DIGEST);
        assert(_door.signed(address(wallet), DIGEST, yes));
        bytes memory call = abi.encodeCall(_door.signed, (address(wallet), DIGEST, yes));
        (bool done, bytes memory answer) = address(_door).call{gas: 100_000}(call);
        assert(!done && answer.length == 68 && bytes4(answer) == MemberKey.GasTooLow.selector);
        (uint256 left, uint256 needed) = abi.decode(_arguments(answer), (uint256, uint256));
        assert(left < 100_000 && needed == (MemberKey.WALLET_GAS * 64) / 63 + MemberKey.RESERVE_GAS);
    }

    function _arguments(bytes memory answer) private pure returns (bytes memory arguments) {
        arguments = new bytes(answer.length - 4);
        for (uint256 i = 0; i < arguments.length; ++i) arguments[i] = answer[i + 4];
    }
}
