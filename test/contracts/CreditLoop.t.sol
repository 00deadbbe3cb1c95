// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerGate} from "../../contracts/ledger/LedgerGate.sol";
import {PointsToken} from "../../contracts/PointsToken.sol";
import {PlainPointsToken} from "../../contracts/mocks/PlainPointsToken.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";

interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function warp(uint256 timestamp) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
}

/// @dev The assembly loop and the plain one get the same calls; words, results, refusals and logs must be equal.
contract CreditLoopTest {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant LENGTH = 7 days;

    PointsToken private fast;
    PlainPointsToken private plain;

    function setUp() public {
        VM.warp(1_775_000_000);
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(
            address(this),
            address(this),
            address(this)
        );
        fast = new PointsToken(address(1), "Points", "P", "", LENGTH, modules);
        plain = new PlainPointsToken(address(1), "Points", "P", "", LENGTH, modules);
    }

    /// @dev Few accounts, so that they come again within a batch, expire, move and close; `seed` 0 is the zero address.
    function _account(uint256 seed) private pure returns (address) {
        return seed % 23 == 0 ? address(0) : address(uint160(uint256(keccak256(abi.encode(seed % 23)))));
    }

    function _records(uint256 seed) private pure returns (bytes memory records) {
        uint256 count = seed % 9;
        for (uint256 i = 0; i < count; ++i) {
            uint256 value = uint256(keccak256(abi.encode(seed, i)));
            // The zero address seldom, or no batch would pass; the largest amounts seldom, or all would meet the limit.
            uint256 who = value % 401 == 0 ? 0 : 1 + (value % 22);
            uint48 points = value % 97 == 0 ? type(uint48).max : uint48(1 + ((value >> 64) % 10_000));
            if (value % 89 == 0) points = 0;
            records = bytes.concat(records, bytes20(_account(who)), bytes6(points));
        }
    }

    function _both(bytes memory data) private {
        VM.recordLogs();
        (bool fastPassed, bytes memory fastResult) = address(fast).call(data);
        Vm.Log[] memory fastLogs = VM.getRecordedLogs();
        VM.recordLogs();
        (bool plainPassed, bytes memory plainResult) = address(plain).call(data);
        Vm.Log[] memory plainLogs = VM.getRecordedLogs();
        require(fastPassed == plainPassed, "one refused");
        require(keccak256(fastResult) == keccak256(plainResult), "results differ");
        require(fastLogs.length == plainLogs.length, "numbers of logs differ");
        for (uint256 i = 0; i < fastLogs.length; ++i) {
            require(
                keccak256(abi.encode(fastLogs[i].topics)) == keccak256(abi.encode(plainLogs[i].topics)),
                "topics differ"
            );
            require(keccak256(fastLogs[i].data) == keccak256(plainLogs[i].data), "log data differ");
        }
    }

    function _requireEqualAndSound() private view {
        require(fast.supplyWord() == plain.supplyWord(), "supplies differ");
        uint256 total = 0;
        for (uint256 seed = 0; seed < 23; ++seed) {
            address account = _account(seed);
            require(fast.accountWord(account) == plain.accountWord(account), "words differ");
            total += fast.balanceOf(account);
        }
        require(total == fast.totalSupply(), "the supply is not the sum of the balances");
    }

    function testFuzz_assemblyEqualsPlain(uint256 seed) external {
        uint256 time = 1_775_000_000;
        for (uint256 step = 0; step < 12; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 choice = seed % 9;
            if (choice == 0) {
                time += LENGTH * ((seed >> 8) % 9);
                VM.warp(time);
            } else if (choice == 1) {
                _both(abi.encodeCall(IPointsToken.moveAccount, (_account(seed >> 8), _account(seed >> 16))));
            } else if (choice == 2) {
                _both(abi.encodeCall(IPointsToken.reversePoints, (PartnerId.wrap(1), _records(seed))));
            } else if (choice == 3) {
                _both(abi.encodeCall(IPointsToken.setMemberFreeze, (_account(seed >> 8), seed & 256 == 0)));
            } else if (choice == 8) {
                _both(abi.encodeCall(IPointsToken.reserveAccount, (_account(seed >> 8), _account(seed >> 16))));
            } else {
                _both(abi.encodeCall(IPointsToken.issuePoints, (_records(seed))));
            }
            _requireEqualAndSound();
        }
    }

    function test_refusesRecordsThatRunOn() external {
        bytes memory call = abi.encodeCall(
            IPointsToken.issuePoints,
            (bytes.concat(bytes20(_account(1)), bytes6(uint48(5))))
        );
        // Non-zero padding behind the records would read as one more of them.
        call[call.length - 6] = 0x01;
        call[4 + 64 + 26] = 0x01;
        (bool passed, bytes memory result) = address(fast).call(call);
        require(!passed && bytes4(result) == IPointsToken.RecordsMalformed.selector, "runs on");
    }
}
