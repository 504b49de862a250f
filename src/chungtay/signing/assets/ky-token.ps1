# Ký tệp chờ ký của ChungTay bằng USB token, trên Windows, không cài thêm gì.
#
# Cách dùng: cắm token, nhấn chuột phải vào tệp này, chọn "Run with PowerShell", chọn tệp cho-ky-....json vừa tải về.
# Cửa sổ hỏi mã PIN là của phần mềm token. Khóa không rời token; chương trình này không nối mạng.
# Cần Windows 10 trở lên và phần mềm kèm theo token. Khóa RSA hoặc ECDSA.

param([string]$Tep = '')

$ErrorActionPreference = 'Stop'
$KieuChoKy = 'chungtay-sign-block-1'
$KieuTraLoi = 'chungtay-signature-1'
$Sha256 = [System.Security.Cryptography.HashAlgorithmName]::SHA256
$Pkcs1 = [System.Security.Cryptography.RSASignaturePadding]::Pkcs1
# Dấu hiệu của khối thuộc tính chữ ký (messageDigest): không bao giờ ký thứ gì khác.
$DauHieu = '06092a864886f70d010904'
$DaiNhat = 4096

function Dung([string]$Loi) { throw [System.InvalidOperationException]$Loi }

function Thanh-Hex([byte[]]$Day) { -join ($Day | ForEach-Object { $_.ToString('x2') }) }

function Chung-Thu-Co-Khoa {
    Get-ChildItem Cert:\CurrentUser\My | Where-Object { $_.HasPrivateKey -and $_.NotAfter -gt (Get-Date) }
}

function Ten-Cua($ChungThu) { $ChungThu.GetNameInfo('SimpleName', $false) }

function Chon-Tep {
    Add-Type -AssemblyName System.Windows.Forms
    $hop = New-Object System.Windows.Forms.OpenFileDialog
    $hop.Title = 'Chọn tệp chờ ký'
    $hop.Filter = 'Tệp chờ ký (cho-ky-*.json)|cho-ky-*.json'
    $hop.InitialDirectory = Join-Path $env:USERPROFILE 'Downloads'
    if ($hop.ShowDialog() -ne 'OK') { Dung 'Chưa chọn tệp nào. Chạy lại rồi chọn tệp cho-ky-....json.' }
    $hop.FileName
}

function Lay-Chung-Thu {
    $co = @(Chung-Thu-Co-Khoa)
    if ($co.Count -eq 0) { Dung 'Chưa thấy chứng thư nào. Cắm token, chờ đèn sáng, mở phần mềm của token rồi chạy lại.' }
    for ($i = 0; $i -lt $co.Count; $i++) {
        Write-Host ('{0}. {1}, hết hạn {2:dd/MM/yyyy}' -f ($i + 1), (Ten-Cua $co[$i]), $co[$i].NotAfter)
    }
    $so = 0
    if (-not [int]::TryParse((Read-Host 'Gõ số của chứng thư rồi bấm Enter'), [ref]$so)) { $so = 0 }
    if ($so -lt 1 -or $so -gt $co.Count) { Dung 'Không có số đó. Chạy lại rồi gõ một số trong danh sách.' }
    $noi = Join-Path ([Environment]::GetFolderPath('Desktop')) 'chung-thu.cer'
    [System.IO.File]::WriteAllBytes($noi, $co[$so - 1].RawData)
    Write-Host "Đã ghi $noi"
    Write-Host 'Chọn tệp này ở ô "Chứng thư số của người ký" trên trang văn bản.'
}

# Windows cho chữ ký ECDSA là hai số liền nhau; máy chủ nhận cả hai cách viết.
function Ky($ChungThu, [byte[]]$Khoi) {
    $rsa = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($ChungThu)
    if ($rsa) { return , $rsa.SignData($Khoi, $Sha256, $Pkcs1) }
    $ec = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($ChungThu)
    if ($ec) { return , $ec.SignData($Khoi, $Sha256) }
    Dung 'Loại khóa này chưa dùng được. Dùng khóa RSA hoặc ECDSA.'
}

function Ky-Tep([string]$Duong) {
    try {
        $cho = [System.IO.File]::ReadAllText($Duong) | ConvertFrom-Json
        $khoi = [Convert]::FromBase64String($cho.to_sign)
        $day = [Convert]::FromBase64String($cho.certificate)
        $can = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 (, $day)
    } catch { Dung 'Tệp chờ ký hỏng hoặc không phải do ChungTay tạo. Tải lại tệp từ trang văn bản.' }
    $hex = Thanh-Hex $khoi
    $dung = $cho.format -eq $KieuChoKy -and $cho.digest_algorithm -eq 'sha256' -and $khoi.Length -le $DaiNhat
    if (-not ($dung -and $hex.StartsWith('31') -and $hex.Contains($DauHieu))) {
        Dung 'Tệp này không phải tệp chờ ký của ChungTay, hoặc tạo bởi bản khác. Tải lại tệp từ trang văn bản.'
    }
    Write-Host "Ký văn bản: $($cho.title)"
    Write-Host "Bằng chứng thư của: $(Ten-Cua $can)"
    $cua = Chung-Thu-Co-Khoa | Where-Object { $_.Thumbprint -eq $can.Thumbprint } | Select-Object -First 1
    if (-not $cua) {
        Dung "Chưa thấy chứng thư của $(Ten-Cua $can) trên máy này. Cắm đúng token, chờ đèn sáng, mở phần mềm của token rồi chạy lại."
    }
    try { $chuKy = Ky $cua $khoi } catch [System.Security.Cryptography.CryptographicException] {
        Dung "Token chưa ký: $($_.Exception.GetBaseException().Message) Chạy lại, gõ đúng mã PIN. Gõ sai nhiều lần token sẽ khóa."
    }
    $bam = [System.Security.Cryptography.SHA256]::Create().ComputeHash($khoi)
    $traLoi = [ordered]@{ format = $KieuTraLoi; block = (Thanh-Hex $bam); signature = [Convert]::ToBase64String($chuKy) }
    $ten = [System.IO.Path]::GetFileNameWithoutExtension($Duong) + '-tra-loi.json'
    $noi = Join-Path ([System.IO.Path]::GetDirectoryName($Duong)) $ten
    [System.IO.File]::WriteAllText($noi, ($traLoi | ConvertTo-Json))
    Write-Host "Đã ký. Đã ghi $noi"
    Write-Host 'Chọn tệp này ở bước 3 trên trang văn bản.'
    Start-Process explorer.exe "/select,`"$noi`""
}

try {
    if ($Tep) { Ky-Tep ([System.IO.Path]::GetFullPath($Tep)) }
    else {
        Write-Host '1. Ký tệp chờ ký'
        Write-Host '2. Lấy chứng thư (.cer) của token để chuẩn bị tệp chờ ký'
        if ((Read-Host 'Gõ 1 hoặc 2 rồi bấm Enter') -eq '2') { Lay-Chung-Thu } else { Ky-Tep (Chon-Tep) }
    }
} catch { Write-Host $_.Exception.Message -ForegroundColor Red }
if (-not $Tep) { Read-Host 'Bấm Enter để đóng' | Out-Null }
